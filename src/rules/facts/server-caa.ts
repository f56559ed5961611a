import { LETSENCRYPT, meaningOf, NO_SET, STRICT, type Effect } from '../../caa/index.js';
import type { NamePolicy } from '../../policy/model.js';
import type { ServerAnswerEvidence } from '../../survey/evidence.js';
import type { DomainView } from '../model.js';
import { compare, isLooser } from './compare.js';
import type { Meanings } from './deployed.js';
import { octetsFrom } from './lookups.js';
import { policyNames } from './names.js';
import { ourLimit, responseWords } from './servers.js';

/** What one server says of the CAA set at one name. */
export type ServerCaa =
  | { readonly kind: 'set'; readonly meanings: Meanings; readonly records: readonly string[] }
  | { readonly kind: 'none' }
  /** An alias or a referral: the set stands elsewhere. */
  | { readonly kind: 'elsewhere'; readonly words: string }
  | { readonly kind: 'fails'; readonly words: string };

/** The set with a key: equal keys, equal sets. `undefined`: nothing is known, for want of our own time. */
export function serverCaa(
  answer: ServerAnswerEvidence | undefined,
): { readonly key: string; readonly said: ServerCaa } | undefined {
  const { response, failure } = answer ?? {};
  if (response === undefined) {
    if (failure === undefined || ourLimit(failure)) return undefined;
    return { key: 'fails', said: { kind: 'fails', words: 'no answer' } };
  }
  const words = responseWords(response);
  if (response.kind === 'error') return { key: words, said: { kind: 'fails', words } };
  if (response.kind === 'nodata' || response.kind === 'nxdomain')
    return { key: 'none', said: { kind: 'none' } };
  const key = `${response.kind} ${response.rdatas.join(' ')}`;
  if (response.kind !== 'records')
    return { key, said: { kind: 'elsewhere', words: response.kind === 'alias' ? 'an alias' : words } };
  const rdatas = response.rdatas.map(octetsFrom);
  const meanings = { strict: meaningOf(rdatas, STRICT), letsencrypt: meaningOf(rdatas, LETSENCRYPT) };
  return { key, said: { kind: 'set', meanings, records: meanings.strict.properties.map(({ raw }) => raw) } };
}

/** Who may issue, as a key: sets with equal keys let in the same. */
export function issuanceKey(said: ServerCaa): string {
  if (said.kind !== 'set') return said.kind;
  const { strict, letsencrypt } = said.meanings;
  const effects = [strict, letsencrypt].map(({ blockedBy, effect }) =>
    blockedBy.length > 0 ? 'blocked' : Object.values(effect).map(effectKey),
  );
  return JSON.stringify(effects);
}

function effectKey(effect: Effect): unknown {
  if (effect.kind === 'unrestricted') return 'unrestricted';
  return effect.grants
    .map(({ issuer, account, methods }) => JSON.stringify([issuer, account, methods]))
    .sort();
}

/** The names of the policy for which this set, standing at `name`, would let in more than the policy does. */
export function looserFor(view: DomainView, name: string, said: ServerCaa): readonly NamePolicy[] {
  return policyNames(view.domain).filter((np) => {
    const { climb } = view.deployed(np.name);
    if (!climb.steps.some((step) => step.name === name)) return false;
    const meanings = meaningsWith(view, name, said);
    return meanings !== undefined && isLooser(compare(np, { name: np.name, climb, ...meanings }, view.now));
  });
}

/** Where a server has no set, the one above decides; above the apex there is none that the owner made. */
function meaningsWith(view: DomainView, name: string, said: ServerCaa): Meanings | undefined {
  if (said.kind === 'set') return said.meanings;
  if (said.kind !== 'none') return undefined;
  return name === view.domain.name
    ? { strict: NO_SET, letsencrypt: NO_SET }
    : view.deployed(view.domain.name);
}
