import { join, outside, own, text, type Text } from '../base/text.js';
import type { Issued } from './facts/certificates.js';
import { lookupOf } from './facts/lookups.js';
import { missingShard } from './facts/missing-shard.js';
import { policyNames } from './facts/names.js';
import { when } from './facts/words.js';
import { planWords } from './checked-plan.js';
import { proofWords } from './checked-proofs.js';
import { serverWords } from './checked-servers.js';
import { validationWords } from './checked-validation.js';
import { vantageWords } from './checked-vantages.js';
import type { DomainView } from './model.js';

/** Said of a domain of which a plan alone was judged. */
export const NOTHING_ELSE = own('Nothing else was looked at: what is deployed was not judged.');

/** What was looked at for a domain, in words, also where nothing was found: a green line must say what it rests on. */
export function checkedWords(view: DomainView): readonly Text[] {
  const planned = planWords(view);
  if (view.plan?.alone === true) return [...planned, NOTHING_ELSE];
  const missing = missingShard(view);
  if (missing !== undefined)
    return [text`Nothing was looked at: shard ${outside(missing.shard)} left no evidence.`];
  return [
    ...planned,
    ...caaWords(view),
    ...effectiveWords(view),
    chainWords(view),
    ...serverWords(view),
    ...vantageWords(view),
    ...validationWords(view),
    ...sourceWords(view),
    ...proofWords(view),
  ];
}

/** One sentence for each place at which names of the policy find their CAA set. */
function caaWords(view: DomainView): readonly Text[] {
  const groups = new Map<string, { words: Text; names: string[] }>();
  for (const { name } of policyNames(view.domain)) {
    const { climb } = view.deployed(name);
    const words =
      climb.kind === 'found'
        ? text`the CAA set at ${outside(climb.foundAt)} decides (${own(climb.trust === 'secure' ? 'validated' : 'not signed')}, ${climb.answer.rdatas.length} ${own(climb.answer.rdatas.length === 1 ? 'record' : 'records')})`
        : climb.kind === 'none'
          ? text`no CAA set at the name or above (${own(climb.trust === 'secure' ? 'validated' : 'not signed')})`
          : text`the CAA lookup at ${outside(climb.failedAt)} failed (${outside(climb.reason)})`;
    const key = JSON.stringify(words);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { words, names: [name] });
    else group.names.push(name);
  }
  return [...groups.values()].map(
    ({ words, names }) =>
      text`CAA of ${join(names.slice(0, 10).map(outside), ', ')}${names.length > 10 ? own(' and more') : []}: ${words}.`,
  );
}

/** A CA may go by what it saw for the TTL of the set or for 8 hours, whichever is longer (Baseline Requirements, section 3.2.2.8). */
const REUSE_SECONDS = 8 * 3_600;

/** When a change of CAA that is made now counts for every CA: it may have seen the present set, or its absence, just before. */
function effectiveWords(view: DomainView): readonly Text[] {
  const ttls = policyNames(view.domain).flatMap(({ name }) =>
    view
      .deployed(name)
      .climb.steps.flatMap((step) => lookupOf(view.seen, step.name, 'CAA')?.answer?.ttl ?? []),
  );
  if (ttls.length === 0) return [];
  const ttl = Math.max(...ttls);
  const at = view.evidence.finishedAt + Math.max(ttl, REUSE_SECONDS) * 1000;
  return [
    text`A change of CAA made at the time of this check counts for every CA from ${when(at)} on (TTL ${ttl} s; 8 hours at least).`,
  ];
}

function chainWords({ domain, seen }: DomainView): Text {
  const lookups = ['DNSKEY', 'SOA', 'DS'].flatMap((type) => lookupOf(seen, domain.name, type) ?? []);
  const state = (['bogus', 'indeterminate', 'insecure', 'secure'] as const).find((one) =>
    lookups.some((lookup) => lookup.state === one),
  );
  const ds = lookupOf(seen, domain.name, 'DS')?.answer;
  const pinned = domain.dnssec.ds === undefined ? [] : own(', compared with the pinned set');
  const count = ds?.kind === 'records' ? ds.rdatas.length : 0;
  if (state === undefined) return own('DNSSEC: not looked at.');
  return text`DNSSEC: the chain of trust is ${own(state)}; ${count} DS at the parent${pinned}.`;
}

function sourceWords(view: DomainView): readonly Text[] {
  const { issuance } = view.seen;
  if (issuance.length === 0) return [own('Certificates: Certificate Transparency was not asked.')];
  const issued = view.issued();
  const known = issued.filter((one) => one.known !== undefined).length;
  return [
    ...[...issuance]
      .sort((a, b) => (a.source < b.source ? -1 : 1))
      .map(
        ({ source, complete, partial, certificates }) =>
          text`Certificates: ${outside(source)} showed ${certificates.length}${complete ? [] : own(', and not all')}${partial === true ? own(', of the part of CT that it has') : []}.`,
      ),
    ...(issuance.every(({ partial }) => partial === true)
      ? [own('No source was asked that undertakes to show all of Certificate Transparency.')]
      : []),
    view.domain.own.exhaustive
      ? text`Of ${issued.length} that concern the domain, ${known} are known to be ours${weakerWords(issued)}.`
      : text`${issued.length} concern the domain; the policy does not ask whether they are ours.`,
  ];
}

/** What rests on a provider's name alone is said: whoever gets a certificate from its CA looks the same. */
function weakerWords(issued: readonly Issued[]): Text {
  const weaker = issued.map(({ how }) => how?.weaker).filter((one) => one !== undefined);
  if (weaker.length === 0) return [];
  const providers = [...new Map(weaker.map((one) => [JSON.stringify(one), one])).values()];
  return text`, ${weaker.length} of them only by the weaker rule that ${join(providers, ' or ')} gets certificates on our behalf`;
}
