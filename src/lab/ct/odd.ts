import { ecKey, P256 } from '../seeds.js';
import type { Issued, IssueRequest, LabCa } from './ca.js';
import {
  certificate,
  keyIdOf,
  nameDer,
  sha256Hex,
  signed,
  spkiOf,
  tbsFields,
  type CertificateSpec,
} from './certificate.js';
import { oid, sequence } from './der.js';
import * as ext from './extensions.js';

/** A certificate that a careless CA, or one that was talked into it, might issue. */
export interface OddRequest extends IssueRequest {
  /** When it is logged, Unix milliseconds. Default: `notBefore`. */
  readonly loggedAt?: number;
  /** Changes the fields of the TBSCertificate, each a whole TLV, before it is signed. */
  readonly fields?: (fields: readonly Uint8Array[]) => readonly Uint8Array[];
  /** Changes precertificate and certificate after they are signed. */
  readonly octets?: (der: Buffer) => Buffer;
  /** Logs get the certificate itself, and there is no precertificate. */
  readonly certificateOnly?: boolean;
  /** The precertificate is issued by a Precertificate Signing Certificate of the CA (RFC 6962, section 3.1). */
  readonly preissued?: boolean;
  /** Names by which a search knows it, whatever stands in it. Default: those of the request that are text. */
  readonly found?: readonly string[];
}

/** Issues as `LabCa.issue` does, whatever is asked for. The logs get what they would make of it. */
export function issueOdd(ca: LabCa, request: OddRequest): Issued {
  const { octets = (der) => der, certificateOnly = false, preissued = false } = request;
  const spec = ca.leaf(request);
  const { extensions } = spec;
  const final = (...more: readonly ext.Extension[]): Buffer =>
    octets(
      signed(tbsOf(ca, request, { ...spec, extensions: [...extensions, ...more] }), ca.intermediate.key),
    );
  const above = [ca.intermediate.certificate, ca.root.certificate];
  const signer = preissued ? precertificateSigner(ca) : undefined;
  const tbs = tbsOf(ca, request, spec);
  const precertificate = certificateOnly ? final() : octets(precertificateOf(ca, request, spec, signer));
  const submission = {
    issuerSpki: ca.intermediate.spki,
    tbs,
    timestamp: request.loggedAt ?? request.notBefore,
    precertificate,
    ...(certificateOnly ? { certificate: precertificate } : {}),
    chain: signer === undefined ? above : [signer.certificate, ...above],
  };
  const scts = (request.logs ?? ca.spec.logs ?? []).map((log) => log.add(submission));
  return {
    precertificate,
    certificate: certificateOnly || scts.length === 0 ? final() : final(ext.sctList(scts)),
    tbsSha256: sha256Hex(tbs),
    spkiSha256: sha256Hex(spec.publicKey),
    serial: Buffer.from('raw' in spec.serial ? spec.serial.raw : spec.serial).toString('hex'),
    names: request.found ?? request.names.filter((name) => typeof name === 'string'),
    notBefore: spec.notBefore,
    notAfter: spec.notAfter,
    publicKey: spec.publicKey,
    ca,
  };
}

function tbsOf(ca: LabCa, { fields = (all) => all }: OddRequest, spec: CertificateSpec): Buffer {
  return sequence(...fields(tbsFields(spec, ca.intermediate.key)));
}

type Signer = Pick<LabCa['intermediate'], 'key' | 'name' | 'spki' | 'certificate'>;

function precertificateOf(
  ca: LabCa,
  request: OddRequest,
  spec: CertificateSpec,
  signer: Signer | undefined,
): Buffer {
  const poisoned = { ...spec, extensions: [...spec.extensions, ext.poison()] };
  if (signer === undefined) return signed(tbsOf(ca, request, poisoned), ca.intermediate.key);
  const keyId = ext.authorityKeyId(keyIdOf(signer.spki));
  const extensions = poisoned.extensions.map((one) => (one.oid === keyId.oid ? keyId : one));
  return signed(tbsOf(ca, request, { ...poisoned, issuer: signer.name, extensions }), signer.key);
}

/** A CA certificate below the intermediate whose extended key usage says that it signs precertificates for it. */
function precertificateSigner(ca: LabCa): Signer {
  const { name: called, since, seeds } = ca.spec;
  const key = ecKey(P256, seeds?.(`ca/${called}/precertificates`));
  const spki = spkiOf(key);
  const name = nameDer([['CN', `${called} (lab) Precertificate Signing`]]);
  const { key: above, name: issuer, spki: issuerSpki } = ca.intermediate;
  const spec: CertificateSpec = {
    serial: keyIdOf(spki),
    issuer,
    subject: name,
    notBefore: since,
    notAfter: since + 10 * 365 * 86_400_000,
    publicKey: spki,
    extensions: [
      ext.basicConstraints(0),
      ext.keyUsage(true),
      { oid: ext.OID.extendedKeyUsage, value: sequence(oid('1.3.6.1.4.1.11129.2.4.4')) },
      ext.subjectKeyId(keyIdOf(spki)),
      ext.authorityKeyId(keyIdOf(issuerSpki)),
    ],
  };
  return { key, name, spki, certificate: certificate(spec, above) };
}
