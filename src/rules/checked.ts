import { join, outside, own, text, type Text } from '../base/text.js';
import { lookupOf } from './facts/lookups.js';
import { policyNames } from './facts/names.js';
import { serverWords } from './checked-servers.js';
import { validationWords } from './checked-validation.js';
import { vantageWords } from './checked-vantages.js';
import type { DomainView } from './model.js';

/** What was looked at for a domain, in words, also where nothing was found: a green line must say what it rests on. */
export function checkedWords(view: DomainView): readonly Text[] {
  return [
    ...caaWords(view),
    chainWords(view),
    ...serverWords(view),
    ...vantageWords(view),
    ...validationWords(view),
    ...sourceWords(view),
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

function chainWords({ domain, seen }: DomainView): Text {
  const lookups = ['DNSKEY', 'SOA', 'DS'].flatMap((type) => lookupOf(seen, domain.name, type) ?? []);
  const state = ['bogus', 'indeterminate', 'insecure', 'secure'].find((one) =>
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
        ({ source, complete, certificates }) =>
          text`Certificates: ${outside(source)} showed ${certificates.length}${complete ? [] : own(', and not all')}.`,
      ),
    view.domain.own.exhaustive
      ? text`Of ${issued.length} that concern the domain, ${known} are known to be ours.`
      : text`${issued.length} concern the domain; the policy does not ask whether they are ours.`,
  ];
}
