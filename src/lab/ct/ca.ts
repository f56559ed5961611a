import { createHash, randomBytes, type KeyObject } from 'node:crypto';
import { ecKey, P256, P384, type Seeds } from '../seeds.js';
import {
  certificate,
  keyIdOf,
  nameDer,
  sha256Hex,
  spkiOf,
  tbsCertificate,
  type CertificateSpec,
} from './certificate.js';
import * as ext from './extensions.js';
import type { LabLog } from './log.js';

const DAY = 86_400_000;
const YEAR = 365 * DAY;

export interface CaSpec {
  /** What people call it. A lab CA plays a real one by its CAA identifier and its name, never with its keys. */
  readonly name: string;
  /** CAA identifiers that it recognises. */
  readonly caaDomains: readonly string[];
  /** Unix milliseconds; root and intermediate are valid from then on. */
  readonly since: number;
  readonly seeds?: Seeds;
  /** Logs whose SCTs certificates carry; none: no SCT list. */
  readonly logs?: readonly LabLog[];
}

export interface IssueRequest {
  /** DNS names and IP addresses; raw GeneralNames as octets. */
  readonly names: readonly (string | Uint8Array)[];
  /** Default: the first name that is text; `null` for an empty subject. */
  readonly commonName?: string | null;
  /** DER of the SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  readonly notBefore: number;
  /** Default: 90 days. */
  readonly notAfter?: number;
  /** Default: by chance, or from the seed. */
  readonly serial?: Uint8Array;
  /** Logs that get the precertificate, and whose SCTs the certificate carries. Default: those of the CA. */
  readonly logs?: readonly LabLog[];
  /** Changes the leaf before it is signed: odd extensions, times, serials. */
  readonly odd?: (spec: CertificateSpec) => CertificateSpec;
}

/** A precertificate and its certificate. Hashes are lower-case hex. */
export interface Issued {
  readonly precertificate: Buffer;
  readonly certificate: Buffer;
  /** SHA-256 of the TBSCertificate without poison and SCT list. */
  readonly tbsSha256: string;
  readonly spkiSha256: string;
  readonly serial: string;
  readonly names: readonly string[];
  readonly notBefore: number;
  readonly notAfter: number;
  readonly publicKey: Uint8Array;
  readonly ca: LabCa;
}

interface Authority {
  readonly key: KeyObject;
  readonly name: Buffer;
  readonly spki: Buffer;
  readonly certificate: Buffer;
}

/** A CA of the lab: a root, an intermediate, and leaves that it issues to whoever asks. */
export class LabCa {
  readonly root: Authority;
  readonly intermediate: Authority;
  #issued = 0;

  constructor(readonly spec: CaSpec) {
    const { name, since, seeds } = spec;
    const notAfter = since + 20 * YEAR;
    const root = this.#keyPair('root', P384, `${name} (lab) Root`, seeds);
    const intermediate = this.#keyPair('intermediate', P256, `${name} (lab) Intermediate`, seeds);
    const times = { notBefore: since, notAfter };
    this.root = {
      ...root,
      certificate: certificate(
        {
          ...times,
          serial: this.#serial(),
          issuer: root.name,
          subject: root.name,
          publicKey: root.spki,
          extensions: caExtensions(root.spki, 1),
        },
        root.key,
      ),
    };
    this.intermediate = {
      ...intermediate,
      certificate: certificate(
        {
          ...times,
          serial: this.#serial(),
          issuer: root.name,
          subject: intermediate.name,
          publicKey: intermediate.spki,
          extensions: [...caExtensions(intermediate.spki, 0), ext.authorityKeyId(keyIdOf(root.spki))],
        },
        root.key,
      ),
    };
  }

  /** The issuing key as a row of a table of issuers, so that a lab's certificates are judged like real ones. */
  get issuer(): {
    readonly keyId: string;
    readonly spkiSha256: string;
    readonly name: string;
    readonly owner: string;
    readonly caaDomains: readonly string[];
  } {
    const { name: owner, caaDomains } = this.spec;
    const { spki } = this.intermediate;
    return {
      keyId: keyIdOf(spki).toString('hex'),
      spkiSha256: sha256Hex(spki),
      name: `${owner} (lab) Intermediate`,
      owner,
      caaDomains,
    };
  }

  /** Issues to anybody: whether it should have is for CAA to say. */
  issue(request: IssueRequest): Issued {
    const { key, spki } = this.intermediate;
    const spec = this.leaf(request);
    const extensions = [...spec.extensions];
    const tbs = tbsCertificate(spec, key);
    const precertificate = certificate({ ...spec, extensions: [...extensions, ext.poison()] }, key);
    const submission = {
      issuerSpki: spki,
      tbs,
      timestamp: spec.notBefore,
      precertificate,
      chain: [this.intermediate.certificate, this.root.certificate],
    };
    const scts = (request.logs ?? this.spec.logs ?? []).map((log) => log.add(submission));
    const withScts = scts.length === 0 ? extensions : [...extensions, ext.sctList(scts)];
    return {
      precertificate,
      certificate: certificate({ ...spec, extensions: withScts }, key),
      tbsSha256: sha256Hex(tbs),
      spkiSha256: sha256Hex(spec.publicKey),
      serial: Buffer.from('raw' in spec.serial ? spec.serial.raw : spec.serial).toString('hex'),
      names: request.names.filter((name) => typeof name === 'string'),
      notBefore: spec.notBefore,
      notAfter: spec.notAfter,
      publicKey: spec.publicKey,
      ca: this,
    };
  }

  /** What goes into the certificate that is asked for, SCTs apart. */
  leaf(request: IssueRequest): CertificateSpec {
    const { names, publicKey, notBefore, notAfter = notBefore + 90 * DAY, serial = this.#serial() } = request;
    const first = names.find((name) => typeof name === 'string');
    const commonName = request.commonName === undefined ? first : (request.commonName ?? undefined);
    const spec: CertificateSpec = {
      serial,
      issuer: this.intermediate.name,
      subject: nameDer(commonName === undefined ? [] : [['CN', commonName]]),
      notBefore,
      notAfter,
      publicKey,
      extensions: [
        ext.keyUsage(false),
        ext.extendedKeyUsage(),
        ext.basicConstraints(),
        ext.subjectKeyId(keyIdOf(publicKey)),
        ext.authorityKeyId(keyIdOf(this.intermediate.spki)),
        ext.subjectAltName(names),
        ext.domainValidated(),
      ],
    };
    return request.odd?.(spec) ?? spec;
  }

  #keyPair(role: string, curve: typeof P256, commonName: string, seeds?: Seeds) {
    const key = ecKey(curve, seeds?.(`ca/${this.spec.name}/${role}`));
    const name = nameDer([
      ['C', 'XX'],
      ['O', `${this.spec.name} (lab)`],
      ['CN', commonName],
    ]);
    return { key, name, spki: spkiOf(key) };
  }

  /** 16 octets, positive. */
  #serial(): Buffer {
    const nth = this.#issued++;
    const seed = this.spec.seeds?.(`ca/${this.spec.name}/serial/${nth}`);
    const octets =
      seed === undefined ? randomBytes(16) : createHash('sha256').update(seed).digest().subarray(0, 16);
    octets[0] = ((octets[0] ?? 0) & 0x3f) | 0x40;
    return octets;
  }
}

function caExtensions(spki: Uint8Array, pathLength: number): ext.Extension[] {
  return [ext.basicConstraints(pathLength), ext.keyUsage(true), ext.subjectKeyId(keyIdOf(spki))];
}
