import { renderText } from '../../base/text.js';
import type { Policy } from '../../policy/model.js';
import type { DomainEvidence } from '../../survey/evidence.js';
import { judge } from '../judge.js';
import type { Finding, Judgement } from '../model.js';
import { evidenceOf, NOW, policyOf, records, seenOf, type DomainSpec } from './builder.js';

/** Judges one domain with all rules. */
export function check(
  domain: DomainSpec = {},
  seen: DomainEvidence = seenOf(),
  more: Partial<Policy> = {},
  now = NOW,
): Judgement {
  const policy = policyOf(domain, more);
  const names = policy.domains.flatMap((one) => one.names.map(({ name }) => name));
  return judge(policy, evidenceOf(withValidationNames(seen, names)), now);
}

/** With nothing found below these names where validations are answered, but for what is there already. */
function withValidationNames(seen: DomainEvidence, names: readonly string[]): DomainEvidence {
  const empty = names.flatMap((name) =>
    ['_acme-challenge', '_validation-persist'].map((label) =>
      records(`${label}.${name.replace(/^\*\./, '')}`, 'TXT', []),
    ),
  );
  const lookups = Object.fromEntries(empty.map((one) => [`${one.name}/TXT`, one]));
  return { ...seen, lookups: { ...lookups, ...seen.lookups } };
}

/** Ids of the rules that found something, each once, sorted. */
export function ruleIds(judgement: Judgement): readonly string[] {
  return [...new Set(judgement.findings.map(({ rule }) => rule))].sort();
}

/** The one finding of a rule; throws if there are none or several. */
export function only(judgement: Judgement, rule: string): Finding {
  const found = judgement.findings.filter((one) => one.rule === rule);
  const [first] = found;
  if (first === undefined || found.length > 1)
    throw new Error(
      `expected one finding of ${rule}; got ${found.length} among ${ruleIds(judgement).join(' ')}`,
    );
  return first;
}

/** All that a finding says, as plain lines. */
export function said({ title, detail, diff, mend }: Finding): string {
  const plain = (value: string) => value;
  return [
    renderText(title, plain),
    ...detail.map((one) => renderText(one, plain)),
    ...diff.map(
      (line) => `${line.op} ${renderText(line.text, plain)} # ${renderText(line.note ?? [], plain)}`,
    ),
    ...mend.map((one) => renderText(one, plain)),
  ].join('\n');
}
