import { accountKind } from '../../policy/cas.js';

/**
 * Why an account URI cannot be an account of the CA: it is one of a test service, or of another CA.
 * `undefined` if it may be one; a URI of which the table knows nothing may be anybody's.
 */
export function foreignAccount(grant: {
  readonly issuer: string;
  readonly account: string;
}): 'staging' | 'other-ca' | undefined {
  const kind = accountKind(grant.issuer, grant.account);
  if (kind === 'staging') return 'staging';
  return kind === 'foreign' ? 'other-ca' : undefined;
}
