import { bundleFromJSON, type Bundle } from '@sigstore/bundle';
import { RFC3161Timestamp, X509Certificate } from '@sigstore/core';
import { toSignedEntity } from '@sigstore/verify';
import { messageOf } from '../../base/error.js';
import { identityOf } from './identity.js';
import type { Attestation } from './model.js';
import { IN_TOTO, subjectProblem } from './statement.js';
import type { Trust } from './trust.js';

/** A bundle has about 10,000. */
const MOST_CHARACTERS = 256 * 1024;
/** Clocks differ by so much: milliseconds. */
const SKEW = 300_000;

const failed = (reason: string): Attestation => ({ state: 'failed', reason });

/**
 * Verifies a Sigstore bundle (DSSE envelope with an in-toto statement) for one digest: the signature and its certificate
 * under a trusted instance, the entry in its log or its timestamp, the statement's subject. Who signed is given; whether
 * that is a workflow of ours is for the policy to say. Pure: `now` (Unix milliseconds) is only held against a signature
 * from the future. Never throws: the JSON is hostile.
 */
export function verifyBundle(
  bundleJson: string,
  tbsSha256: string,
  trust: readonly Trust[],
  now: number,
): Attestation {
  if (bundleJson.length > MOST_CHARACTERS) return failed(`it has more than ${MOST_CHARACTERS} characters`);
  let bundle: Bundle;
  try {
    bundle = bundleFromJSON(JSON.parse(bundleJson));
  } catch (thrown) {
    return failed(`it is no Sigstore bundle: ${shown(thrown)}`);
  }
  if (bundle.content.$case !== 'dsseEnvelope') return failed('it holds no attestation but a bare signature');
  const { payload, payloadType } = bundle.content.dsseEnvelope;
  const certificate = certificateOf(bundle);
  if (certificate === undefined)
    return failed('it was signed with a key and no certificate, so by nobody named');
  const signed = signerProblem(bundle, trust);
  if (signed !== undefined) return failed(signed);
  if (payloadType !== IN_TOTO) return failed('it holds no in-toto statement');
  const about = subjectProblem(payload, tbsSha256);
  if (about !== undefined) return failed(about);
  const identity = identityOf(certificate);
  if ('wrong' in identity) return failed(identity.wrong);
  const signedAt = signingTime(bundle);
  if (signedAt > now + SKEW) return failed('it was signed in the future');
  return { state: 'verified', identity, signedAt };
}

/** `undefined` if one of the trusted instances vouches for the signature; else why the one that comes nearest does not. */
function signerProblem(bundle: Bundle, trust: readonly Trust[]): string | undefined {
  const loose = untimed(bundle);
  if (loose !== undefined) return loose;
  const problems: { readonly foreign: boolean; readonly words: string }[] = [];
  for (const { name, verifier } of trust) {
    try {
      verifier.verify(toSignedEntity(bundle));
      return undefined;
    } catch (thrown) {
      // Of an instance whose certificate it is not, nothing more is to be learnt.
      const foreign = (thrown as { readonly code?: unknown }).code === 'CERTIFICATE_ERROR';
      problems.push({ foreign, words: `${name} does not vouch for it: ${shown(thrown)}` });
    }
  }
  const [nearest] = problems.sort((a, b) => Number(a.foreign) - Number(b.foreign));
  return nearest?.words ?? 'no Sigstore instance is trusted';
}

/**
 * The time of an entry in the older kind of log is signed by the promise alone. Without one it would be whatever the bundle
 * says, and with it the moment at which a certificate of ten minutes has to have been good.
 */
function untimed({ verificationMaterial }: Bundle): string | undefined {
  const loose = verificationMaterial.tlogEntries.some(
    ({ integratedTime, inclusionPromise }) =>
      integratedTime !== '' && integratedTime !== '0' && inclusionPromise === undefined,
  );
  return loose ? 'its log entry states a time that nothing signs' : undefined;
}

function certificateOf({ verificationMaterial }: Bundle): X509Certificate | undefined {
  const { content } = verificationMaterial;
  const der =
    content.$case === 'certificate'
      ? content.certificate.rawBytes
      : content.$case === 'x509CertificateChain'
        ? content.x509CertificateChain.certificates[0]?.rawBytes
        : undefined;
  if (der === undefined) return undefined;
  try {
    return X509Certificate.parse(Buffer.from(der));
  } catch {
    return undefined;
  }
}

/** Of a bundle that verifies: the latest time that its log or a timestamp authority signed, Unix milliseconds. */
function signingTime({ verificationMaterial }: Bundle): number {
  const { tlogEntries, timestampVerificationData } = verificationMaterial;
  const logged = tlogEntries.map(({ integratedTime }) => Number(integratedTime) * 1000);
  const stamped = (timestampVerificationData?.rfc3161Timestamps ?? []).map(({ signedTimestamp }) =>
    RFC3161Timestamp.parse(Buffer.from(signedTimestamp)).signingTime.getTime(),
  );
  return Math.max(0, ...logged, ...stamped);
}

/** The library's own words, in one line. */
function shown(thrown: unknown): string {
  return messageOf(thrown).replace(/\s+/g, ' ').slice(0, 200);
}
