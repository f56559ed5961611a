import { createHash, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { initializeCA, initializeCTLog, initializeTLog, initializeTSA } from '@sigstore/mock';
import { freshKey } from '../../../base/fresh-key.js';

/** The certificates of the instance begin when they are made, by the machine's clock. */
export const SIGNED = new Date(Math.ceil(Date.now() / 60_000) * 60_000 + 60_000);
export const NOW = SIGNED.getTime() + 3 * 86_400_000;
export const ISSUER = 'https://token.actions.githubusercontent.com';
const SINCE = '2020-01-01T00:00:00Z';

/** What the signing certificate says. */
export interface Claims {
  readonly subject?: string;
  readonly issuer?: string;
  readonly source?: string;
}
/** What the envelope says, and what is done to the bundle. */
export interface Making extends Claims {
  readonly digest: string;
  readonly statement?: unknown;
  readonly payloadType?: string;
  /** Signed by another key than that of the certificate. */
  readonly forged?: boolean;
}

type Json = Record<string, unknown>;
/** A bundle as JSON, open for whoever wants to break it. */
export interface MutableBundle extends Json {
  mediaType: string;
  verificationMaterial: {
    certificate?: { rawBytes: string };
    publicKey?: { hint: string };
    tlogEntries: Json[];
    timestampVerificationData?: { rfc3161Timestamps: { signedTimestamp: string }[] };
  };
  dsseEnvelope: { payload: string; payloadType: string; signatures: { sig: string; keyid: string }[] };
}

/** An entry as the API of the older kind of Rekor gives it. */
interface LoggedEntry {
  readonly logIndex: number;
  readonly logID: string;
  readonly integratedTime: number;
  readonly body: string;
  readonly verification: {
    readonly signedEntryTimestamp: string;
    readonly inclusionProof: {
      readonly logIndex: number;
      readonly rootHash: string;
      readonly treeSize: number;
      readonly checkpoint: string;
    };
  };
}

const pairOf = (privateKey: KeyObject = freshKey({ ec: 'prime256v1' })) => ({
  privateKey,
  publicKey: createPublicKey(privateKey),
});
const base64 = (octets: ArrayBufferView | Uint8Array): string =>
  Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('base64');

/** A Sigstore instance of its own: CA, certificate log, transparency log or timestamp authority. */
export async function sigstoreInstance(kind: 'logged' | 'stamped') {
  const [caKey, logKey, tlogKey, tsaKey] = [pairOf(), pairOf(), pairOf(), pairOf()];
  const ctlog = await initializeCTLog(logKey, SIGNED);
  const ca = await initializeCA(caKey, kind === 'logged' ? ctlog : undefined, SIGNED);
  const tlog = await initializeTLog('https://rekor.example', tlogKey, SIGNED);
  const tsa = await initializeTSA(tsaKey, SIGNED);

  async function make(making: Making): Promise<MutableBundle> {
    const {
      subject = 'https://github.com/example/infrastructure/.github/workflows/renew.yml@refs/heads/main',
      issuer = ISSUER,
      source = 'https://github.com/example/infrastructure',
    } = making;
    const leaf = pairOf();
    const certificate = await ca.issueCertificate({
      publicKey: leaf.publicKey.export({ format: 'der', type: 'spki' }),
      subjectAltName: subject,
      extensions: [
        { oid: '1.3.6.1.4.1.57264.1.8', value: issuer },
        { oid: '1.3.6.1.4.1.57264.1.12', value: source },
      ],
    });
    const payload = Buffer.from(JSON.stringify(making.statement ?? statementFor(making.digest)));
    const payloadType = making.payloadType ?? 'application/vnd.in-toto+json';
    const preAuthentication = Buffer.concat([
      Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `),
      payload,
    ]);
    const signature = sign(
      'sha256',
      preAuthentication,
      making.forged === true ? pairOf().privateKey : leaf.privateKey,
    );
    return {
      mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      verificationMaterial: {
        certificate: { rawBytes: base64(certificate) },
        tlogEntries: kind === 'logged' ? [await logged(payload, signature, certificate)] : [],
        ...(kind === 'stamped'
          ? { timestampVerificationData: { rfc3161Timestamps: [await stamped(signature)] } }
          : {}),
      },
      dsseEnvelope: {
        payload: payload.toString('base64'),
        payloadType,
        signatures: [{ sig: signature.toString('base64'), keyid: '' }],
      },
    };
  }

  async function logged(payload: Buffer, signature: Buffer, certificate: ArrayBufferView): Promise<Json> {
    const proposed = {
      apiVersion: '0.0.1',
      kind: 'dsse',
      spec: {
        signatures: [{ signature: signature.toString('base64'), verifier: base64(certificate) }],
        payloadHash: { algorithm: 'sha256', value: createHash('sha256').update(payload).digest('hex') },
      },
    };
    // The package that has this type is not among those that come with the mock.
    const answer = (await tlog.log(proposed)) as unknown as Readonly<Record<string, LoggedEntry>>;
    const [entry] = Object.values(answer);
    if (entry === undefined) throw new Error('expected an entry of the log; none came');
    const { inclusionProof: proof, signedEntryTimestamp } = entry.verification;
    return {
      logIndex: String(entry.logIndex),
      logId: { keyId: Buffer.from(entry.logID, 'hex').toString('base64') },
      kindVersion: { kind: 'dsse', version: '0.0.1' },
      integratedTime: String(entry.integratedTime),
      inclusionPromise: { signedEntryTimestamp },
      inclusionProof: {
        logIndex: String(proof.logIndex),
        rootHash: Buffer.from(proof.rootHash, 'hex').toString('base64'),
        treeSize: String(proof.treeSize),
        hashes: [],
        checkpoint: { envelope: proof.checkpoint },
      },
      canonicalizedBody: entry.body,
    };
  }

  async function stamped(signature: Buffer): Promise<{ signedTimestamp: string }> {
    const token = await tsa.timestamp({
      artifactHash: createHash('sha256').update(signature).digest(),
      hashAlgorithmOID: '2.16.840.1.101.3.4.2.1',
      policyOID: '1.2.3.4',
      nonce: 1,
      certReq: true,
    });
    return { signedTimestamp: base64(token) };
  }

  const log = (url: string, key: Buffer): Json => ({
    baseUrl: url,
    hashAlgorithm: 'SHA2_256',
    publicKey: { rawBytes: base64(key), keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor: { start: SINCE } },
    logId: { keyId: createHash('sha256').update(key).digest('base64') },
  });
  const authority = (...certificates: readonly ArrayBufferView[]): Json => ({
    subject: { organization: 'sigstore.mock', commonName: 'mock' },
    uri: 'https://ca.example',
    certChain: { certificates: certificates.map((one) => ({ rawBytes: base64(one) })) },
    validFor: { start: SINCE },
  });
  /** The trusted root of this instance, as JSON. */
  const root = JSON.stringify({
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: kind === 'logged' ? [log('https://rekor.example', tlog.publicKey)] : [],
    ctlogs: kind === 'logged' ? [log('https://ctfe.example', ctlog.publicKey)] : [],
    certificateAuthorities: [authority(ca.rootCertificate)],
    timestampAuthorities: kind === 'stamped' ? [authority(tsa.intCertificate, tsa.rootCertificate)] : [],
  });
  return { make, root };
}

export function statementFor(digest: string): Json {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'www.example.com', digest: { sha256: digest } }],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {},
  };
}
