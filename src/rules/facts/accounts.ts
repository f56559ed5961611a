/** ACME servers of CAs: host of the account URI, the CAA identifiers of the CA that runs it, and whether it is for tests. */
const ACME_HOSTS: readonly {
  readonly host: string;
  readonly cas: readonly string[];
  readonly staging?: true;
}[] = [
  { host: 'acme-v01.api.letsencrypt.org', cas: ['letsencrypt.org'] },
  { host: 'acme-v02.api.letsencrypt.org', cas: ['letsencrypt.org'] },
  { host: 'acme-staging.api.letsencrypt.org', cas: ['letsencrypt.org'], staging: true },
  { host: 'acme-staging-v02.api.letsencrypt.org', cas: ['letsencrypt.org'], staging: true },
  { host: 'dv.acme-v02.api.pki.goog', cas: ['pki.goog'] },
  { host: 'dv.acme-v02.test-api.pki.goog', cas: ['pki.goog'], staging: true },
  { host: 'acme.zerossl.com', cas: ['sectigo.com', 'zerossl.com'] },
  { host: 'acme.sectigo.com', cas: ['sectigo.com'] },
  { host: 'acme.ssl.com', cas: ['ssl.com'] },
  { host: 'api.buypass.com', cas: ['buypass.com', 'buypass.no'] },
  { host: 'api.test4.buypass.no', cas: ['buypass.com', 'buypass.no'], staging: true },
];

/**
 * Why an account URI cannot be an account of the CA: it lies at another CA's server, or at one for tests.
 * `undefined` if it may be one; a host that is in no table may be anybody's.
 */
export function foreignAccount(grant: {
  readonly issuer: string;
  readonly account: string;
}): { readonly why: 'staging' | 'other-ca'; readonly cas: readonly string[] } | undefined {
  const host = hostOf(grant.account);
  const known = ACME_HOSTS.find((one) => one.host === host);
  if (known === undefined) return undefined;
  if (!known.cas.includes(grant.issuer)) return { why: 'other-ca', cas: known.cas };
  return known.staging === true ? { why: 'staging', cas: known.cas } : undefined;
}

function hostOf(uri: string): string | undefined {
  try {
    return new URL(uri).hostname;
  } catch {
    return undefined;
  }
}
