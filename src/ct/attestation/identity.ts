import type { X509Certificate } from '@sigstore/core';
import { readTlv, Tag } from '../x509/der.js';
import type { AttestedIdentity } from './model.js';

/** Fulcio's extensions: each a UTF8String (fulcio docs/oid-info.md). */
const OID = {
  /** Issuer of the OIDC token. */
  issuer: '1.3.6.1.4.1.57264.1.8',
  /** URL of the repository for which the workflow ran. */
  sourceRepository: '1.3.6.1.4.1.57264.1.12',
} as const;

const GITHUB = { issuer: 'https://token.actions.githubusercontent.com', host: 'github.com' };

/**
 * The workflow that a signing certificate names. Its subject alternative name is the workflow whose code ran:
 * `https://HOST/OWNER/NAME/.github/workflows/FILE@REF`. Another repository can call that workflow where it is reusable,
 * so the repository for which it ran is read as well; a workflow that stands in another one is named with that one's
 * name in front, so that it is never taken for one of the repository's own.
 */
export function identityOf(certificate: X509Certificate): AttestedIdentity | { readonly wrong: string } {
  const issuer = extensionText(certificate, OID.issuer);
  const source = extensionText(certificate, OID.sourceRepository);
  const signer = certificate.subjectAltName;
  if (issuer === undefined) return { wrong: 'its certificate does not say who vouches for the identity' };
  const workflow = /^https:\/\/([^/]+)\/([^/]+\/[^/]+)\/(\.github\/workflows\/[^@]+)@(refs\/.+)$/.exec(
    signer ?? '',
  );
  const repository = /^https:\/\/([^/]+)\/([^/]+\/[^/]+)$/.exec(source ?? '');
  if (workflow === null || repository === null)
    return { wrong: `it was signed by ${signer ?? 'nobody named'}, which is no workflow of a repository` };
  const [, signerHost, signerRepository = '', path = '', ref = ''] = workflow;
  const [, host, name = ''] = repository;
  if (signerHost !== host || (issuer === GITHUB.issuer) !== (host === GITHUB.host))
    return {
      wrong: `${issuer} does not vouch for workflows of ${signerHost ?? ''} that run for ${host ?? ''}`,
    };
  const same = signerRepository.toLowerCase() === name.toLowerCase();
  return {
    issuer,
    repository: name.toLowerCase(),
    workflow: same ? path : `${signerRepository.toLowerCase()}/${path}`,
    ref,
  };
}

function extensionText(certificate: X509Certificate, oid: string): string | undefined {
  const value = certificate.extension(oid)?.value;
  if (value === undefined) return undefined;
  const text = readTlv(value, 0, value.length);
  return text?.tag === Tag.UTF8 && text.end === value.length
    ? Buffer.from(value.subarray(text.start, text.end)).toString('utf8')
    : undefined;
}
