import { DnsName } from '../../base/name.js';
import { own, text, type Text } from '../../base/text.js';
import { PERSIST_LABEL } from '../../caa/index.js';
import type { NamePolicy } from '../../policy/model.js';
import type { LookupEvidence } from '../../survey/evidence.js';
import type { DomainView } from '../model.js';
import { lookupOf, rdatasOf, wireName } from './lookups.js';
import { decider, inDomain } from './names.js';
import { list } from './words.js';

/** Labels below which a CA looks for the answer to a validation by DNS. */
export const VALIDATION_LABELS = ['_acme-challenge', PERSIST_LABEL] as const;
export type ValidationLabel = (typeof VALIDATION_LABELS)[number];

/** A name at which a CA looks for the answer to a validation, with who answers there. */
export interface ValidationName {
  /** `_acme-challenge.example.com`. */
  readonly name: string;
  readonly label: ValidationLabel;
  /** The name that is validated. */
  readonly of: string;
  /** The policy that decides about it. */
  readonly np: NamePolicy;
  readonly lookup: LookupEvidence;
  /** Where somebody else answers; absent while the zone itself does. */
  readonly leads?: Leads;
}

/** An alias to a name in a zone of others, or a delegation to name servers; `declared`: the policy allows all of these. */
export interface Leads {
  readonly by: 'alias' | 'delegation';
  readonly to: readonly string[];
  readonly declared: boolean;
}

/** Every name below a guarded one at which validations are answered and that was looked up, sorted. */
export function validationNames(view: DomainView): readonly ValidationName[] {
  const decide = decider(view.domain);
  const zones = zonesHeld(view);
  return Object.values(view.seen.lookups)
    .flatMap((lookup): readonly ValidationName[] => {
      const label = VALIDATION_LABELS.find((one) => lookup.name.startsWith(`${one}.`));
      if (label === undefined || lookup.type !== 'TXT') return [];
      const of = lookup.name.slice(label.length + 1);
      if (!inDomain(view.domain, of)) return [];
      const np = decide(DnsName.parse(of));
      const leads = leadsOf(view, lookup, np, zones);
      return [{ name: lookup.name, label, of, np, lookup, ...(leads === undefined ? {} : { leads }) }];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function leadsOf(
  view: DomainView,
  lookup: LookupEvidence,
  np: NamePolicy,
  zones: ReadonlySet<string>,
): Leads | undefined {
  const { name, answer } = lookup;
  if (answer === undefined) return deadDelegation(lookup, np);
  if (answer.aliases.length > 0) {
    // In the domain, and not in a zone that is delegated away.
    if (inDomain(view.domain, answer.owner) && zones.has(answer.zone)) return undefined;
    return { by: 'alias', to: [answer.owner], declared: isDeclared(np, answer.owner) };
  }
  if (!DnsName.parse(answer.zone).isAtOrBelow(DnsName.parse(name))) return undefined;
  const servers = rdatasOf(lookupOf(view.seen, name, 'NS'));
  const to = servers.map((rdata) => wireName(rdata)?.toCanonicalString() ?? '(cannot be read)').sort();
  return { by: 'delegation', to, declared: to.length > 0 && to.every((server) => isDeclared(np, server)) };
}

/**
 * The servers to which the name is delegated do not answer for it. Who they are is then not known: it can only be said
 * that nobody was to be, where the policy allows nobody.
 */
function deadDelegation({ name, state, reason }: LookupEvidence, np: NamePolicy): Leads | undefined {
  const cut =
    state === 'indeterminate' && reason?.zone !== undefined ? DnsName.parse(reason.zone) : undefined;
  if (cut === undefined || !cut.isAtOrBelow(DnsName.parse(name)) || np.challenges.length > 0)
    return undefined;
  return { by: 'delegation', to: [], declared: false };
}

/** The zones that hold guarded names. */
function zonesHeld({ seen }: DomainView): ReadonlySet<string> {
  return new Set(
    Object.values(seen.lookups).flatMap(({ type, answer }) =>
      (type === 'CAA' || type === 'SOA') && answer?.aliases.length === 0 ? [answer.zone] : [],
    ),
  );
}

function isDeclared(np: NamePolicy, name: string): boolean {
  return np.challenges.some((one) => name === one || name.endsWith(`.${one}`));
}

/** `by alias to a.example`, `by delegation to ns1.a.example, ns2.a.example`. */
export function leadsWords(leads: Leads | undefined): Text {
  if (leads === undefined) return own('by the zone itself');
  const to = leads.to.length === 0 ? own('servers that are not known') : list(leads.to);
  return text`${own(leads.by === 'alias' ? 'by alias' : 'by delegation')} to ${to}`;
}
