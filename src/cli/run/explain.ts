import { DnsName } from '../../base/name.js';
import { own, outside, renderText, text, type Text } from '../../base/text.js';
import { decideAsync, LETSENCRYPT, STRICT, type CaaProfile, type Decision } from '../../caa/index.js';
import { RrType } from '../../dns/model.js';
import { inert, inertLine } from '../../report/index.js';
import { caOf } from '../../policy/cas.js';
import { guessedCa } from '../../policy/grants.js';
import { caaAnswer } from '../../rules/index.js';
import { openDns } from '../../survey/dns.js';
import type { LookupEvidence } from '../../survey/evidence.js';
import { deadline, within } from '../../survey/limits.js';
import { toLookupEvidence, unseenLookup } from '../../survey/lookup-evidence.js';

import type { ExplainFlags } from '../commands.js';
import { dnsOptions } from '../dns-options.js';
import { EXIT } from '../exit.js';
import { paintOf, type Paint } from '../paint.js';
import { plain } from '../plain.js';
import type { CliPorts } from '../ports.js';
import { jsonText } from '../json-text.js';

const PROFILES: Readonly<Record<ExplainFlags['profile'], readonly CaaProfile[]>> = {
  strict: [STRICT],
  letsencrypt: [LETSENCRYPT],
  both: [STRICT, LETSENCRYPT],
};

interface Explanation {
  readonly profile: CaaProfile;
  readonly decision: Decision;
}

/** `explain`: 0 whatever the CA would do, as long as it can be said; 3 if it cannot. */
export async function runExplainCommand(name: string, flags: ExplainFlags, ports: CliPorts): Promise<number> {
  noteUnknownCa(flags.ca, ports);
  const until = deadline(flags.timeLimit, 'the lookups', ports.signal);
  const now = flags.at ?? ports.clock.now();
  const dns = openDns(await dnsOptions(flags, ports), { ...ports, now, signal: until.signal });
  const seen = new Map<string, LookupEvidence>();
  const lookup = async (asked: string): Promise<LookupEvidence> => {
    const one =
      seen.get(asked) ??
      (await within(
        until,
        async () =>
          toLookupEvidence(asked, RrType.CAA, await dns.resolver.lookup(DnsName.parse(asked), RrType.CAA)),
        () => unseenLookup(asked, RrType.CAA, until.why()),
      ));
    seen.set(asked, one);
    return one;
  };
  try {
    const explanations: Explanation[] = [];
    for (const profile of PROFILES[flags.profile]) {
      const decision = await decideAsync({
        name,
        ...(flags.wildcard === true ? { wildcard: true } : {}),
        issuers: [flags.ca],
        ...(flags.account === undefined ? {} : { account: flags.account }),
        ...(flags.method === undefined ? {} : { method: flags.method }),
        profile,
        answers: async (asked) => caaAnswer(await lookup(asked)),
      });
      explanations.push({ profile, decision });
    }
    const view = { name, flags, explanations, seen };
    ports.stdout.write(flags.json === true ? jsonOf(view) : terminalOf(view, paintOf(flags.color, ports)));
    return explanations.some(({ decision }) => decision.verdict === 'indeterminate') ? EXIT.unknown : EXIT.ok;
  } finally {
    until.clear();
    dns.close();
  }
}

/** A CA that no table has may be meant; a typing error is answered as truly, and would be read wrongly. */
function noteUnknownCa(ca: string, { stderr }: Pick<CliPorts, 'stderr'>): void {
  if (caOf(ca) !== undefined) return;
  const guess = guessedCa(ca);
  const words = `${JSON.stringify(ca)} is in no table of CAs${guess === undefined ? '' : `; did you mean ${guess}?`}`;
  stderr.write(`note: ${plain(words)}\n`);
}

interface View {
  readonly name: string;
  readonly flags: ExplainFlags;
  readonly explanations: readonly Explanation[];
  readonly seen: ReadonlyMap<string, LookupEvidence>;
}

function terminalOf({ name, flags, explanations, seen }: View, paint: Paint): string {
  const lines: string[] = [];
  const say = (sentence: Text, indent = ''): void => void lines.push(indent + renderText(sentence, inert));
  const kind = flags.wildcard === true || name.startsWith('*.') ? 'a wildcard certificate' : 'a certificate';
  say(text`${own(kind)} for ${outside(name)} from ${outside(flags.ca)}`);
  say(text`asked for by ${accountWords(flags)}, validated by ${methodWords(flags)}`);
  const [first] = explanations;
  lines.push('', paint.bold('The climb (RFC 8659, section 3)'));
  for (const { name: step } of longestClimb(explanations)) say(stepWords(seen.get(step), step), '  ');
  if (first !== undefined && first.decision.records.length > 0) lines.push('', paint.bold('The records'));
  for (const { property, authorises, relevant, why } of first?.decision.records ?? []) {
    const mark = authorises ? paint.green('yes') : relevant ? paint.red('no ') : paint.dim(' - ');
    say(text`${outside(property.raw)}`, `  ${mark}  `);
    say(why, '         ');
  }
  for (const { profile, decision } of explanations) {
    lines.push('', `${paint.bold(profile.title)}: ${verdictWords(decision, paint)}`);
    say(decision.words, '  ');
    const other = profile === first?.profile ? [] : differing(decision, first?.decision);
    for (const { property, why } of other) say(text`${outside(property.raw)}: ${why}`, '  here ');
  }
  lines.push('', `${paint.bold('DNSSEC')}: ${renderText(trustWords(first?.decision), inert)}`, '');
  return lines.map(inertLine).join('\n');
}

/** Records that this reader takes otherwise than the first did. */
function differing(decision: Decision, first: Decision | undefined): Decision['records'] {
  return decision.records.filter((record, i) => record.authorises !== first?.records[i]?.authorises);
}

function longestClimb(explanations: readonly Explanation[]): Decision['climb']['steps'] {
  return explanations
    .map(({ decision }) => decision.climb.steps)
    .reduce((most, one) => (one.length > most.length ? one : most), []);
}

function stepWords(lookup: LookupEvidence | undefined, name: string): Text {
  const at = text`${outside(name)}: `;
  if (lookup === undefined) return text`${at}not asked`;
  const { answer, reason, state } = lookup;
  if (answer === undefined)
    return text`${at}could not be looked up, ${own(state)}: ${outside(reason?.code ?? '')}, ${outside(reason?.detail ?? '')}`;
  const via = answer.aliases.length === 0 ? own('') : text` at the alias target ${outside(answer.owner)}`;
  const what =
    answer.kind === 'records'
      ? text`${answer.rdatas.length} CAA records${via}`
      : own(answer.kind === 'nodata' ? 'no CAA records' : 'no such name');
  const why = reason === undefined ? own('') : text` (${outside(reason.code)})`;
  return text`${at}${what}, ${own(state)}${why}`;
}

function accountWords({ account }: ExplainFlags): Text {
  return account === undefined
    ? own('an account that no record names')
    : text`the account ${outside(account)}`;
}

function methodWords({ method }: ExplainFlags): Text {
  return method === undefined ? own('a method that no record names') : text`${outside(method)}`;
}

function verdictWords({ verdict }: Decision, paint: Paint): string {
  if (verdict === 'allowed') return paint.green('would issue');
  return verdict === 'denied' ? paint.red('would refuse') : paint.yellow('cannot be said');
}

function trustWords(decision: Decision | undefined): Text {
  switch (decision?.trust) {
    case 'secure':
      return own('every answer on the way is validated: a forged one would be noticed');
    case 'insecure':
      return own(
        'the answers are not signed: whoever sits between the CA and the name servers can forge them',
      );
    default:
      return own('nothing can be said: a lookup on the way failed');
  }
}

function jsonOf({ name, flags, explanations, seen }: View): string {
  const plain = (sentence: Text): string => renderText(sentence, inert);
  const view = {
    name,
    wildcard: flags.wildcard === true || name.startsWith('*.'),
    ca: flags.ca,
    account: flags.account ?? null,
    method: flags.method ?? null,
    lookups: [...seen.values()],
    decisions: explanations.map(({ profile, decision }) => ({
      profile: profile.id,
      verdict: decision.verdict,
      clause: decision.clause,
      words: plain(decision.words),
      foundAt: decision.foundAt ?? null,
      trust: decision.trust,
      records: decision.records.map(({ property, authorises, relevant, why }) => ({
        raw: property.raw,
        relevant,
        authorises,
        why: plain(why),
      })),
    })),
  };
  return jsonText(view);
}
