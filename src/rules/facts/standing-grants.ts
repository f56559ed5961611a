import type { Text } from '../../base/text.js';
import {
  joinTxt,
  PERSIST_LABEL,
  readStandingGrant,
  standingGrantHolds,
  type StandingGrant,
} from '../../caa/index.js';
import type { PersistGrant } from '../../policy/model.js';
import type { DomainView } from '../model.js';
import { rdatasOf } from './lookups.js';
import { validationNames, type ValidationName } from './validation-names.js';

/** A record at `_validation-persist` that names a CA. */
export type DeployedGrant =
  | {
      readonly kind: 'grant';
      readonly raw: string;
      readonly grant: StandingGrant;
      /** The clause that allows it. */
      readonly declared?: PersistGrant;
    }
  /** It names a CA, and the rest cannot be read. */
  | { readonly kind: 'malformed'; readonly raw: string; readonly issuer: string; readonly reason: Text };

/** What stands at each `_validation-persist` name that was seen. Grants that have ended are left out: nobody can use them. */
export function standingGrants(
  view: DomainView,
): readonly { readonly at: ValidationName; readonly grants: readonly DeployedGrant[] }[] {
  return validationNames(view)
    .filter(({ label }) => label === PERSIST_LABEL)
    .map((at) => ({
      at,
      grants: rdatasOf(at.lookup).flatMap((rdata) => grantsIn(rdata, at, view.now)),
    }));
}

function grantsIn(rdata: Uint8Array, { np }: ValidationName, now: number): readonly DeployedGrant[] {
  const raw = joinTxt(rdata);
  if (raw === undefined) return [];
  const read = readStandingGrant(raw);
  if (!read.ok) {
    // Other text than a grant, as a wildcard TXT record brings here, grants nothing to anybody.
    const { issuer, reason } = read;
    return issuer?.includes('.') === true && raw.includes(';')
      ? [{ kind: 'malformed', raw, issuer, reason }]
      : [];
  }
  const { grant } = read;
  if (!standingGrantHolds(grant.until, now)) return [];
  const declared = np.persist.find((one) => covers(one, grant));
  return [{ kind: 'grant', raw, grant, ...(declared === undefined ? {} : { declared }) }];
}

/** CAs compare the account to the letter. */
function covers(declared: PersistGrant, { issuer, account, wildcard, until }: StandingGrant): boolean {
  return (
    declared.ca === issuer &&
    declared.account === account &&
    (declared.wildcard || !wildcard) &&
    (declared.until === undefined || (until !== undefined && until <= declared.until))
  );
}
