import {
  createValidatingResolver,
  DnsName,
  parseRecord,
  printRdata,
  readTarget,
  RrType,
  typeName,
  type Clock,
  type Exchange,
  type Fetcher,
  type Lookup,
  type ResourceRecord,
} from '../../../src/dns/index.js';
import { LEGACY_ALGORITHMS, LENIENT_ALGORITHMS } from './legacy-algorithms.js';
import { questionOf, rcodeOf, scriptedExchange, type Entry, type Scenario } from './rpl.js';
import { scriptedFetcher, type ConfiguredZone } from './scripted-fetcher.js';

/** One checked answer: what the scenario expects and what came, as lines that can be compared. */
export interface Checked {
  readonly step: number;
  readonly question: string;
  readonly expected: string;
  readonly got: string;
  readonly detail: string;
}

export type MakeFetcher = (exchange: Exchange, clock: Clock, zones: readonly ConfiguredZone[]) => Fetcher;

/** Plays a scenario's steps in order and gives every answer that it checks. */
export async function replay(
  scenario: Scenario,
  makeFetcher: MakeFetcher = (exchange, _clock, zones) => scriptedFetcher(exchange, zones),
): Promise<readonly Checked[]> {
  const settings = Object.assign({}, ...(scenario.config['server'] ?? [])) as Record<
    string,
    readonly string[]
  >;
  let step = 0;
  let now = startOf(settings['val-override-date']?.[0]);
  const clock: Clock = { now: () => now, monotonic: () => performance.now() };
  const iterations = (settings['val-nsec3-keysize-iterations']?.[0] ?? '1024 150')
    .split(/\s+/)
    .filter((_, i) => i % 2 === 1);
  const fetcher = makeFetcher(
    scriptedExchange(scenario, () => step),
    clock,
    zonesOf(scenario),
  );
  const resolver = createValidatingResolver({
    fetcher,
    clock,
    anchors: (settings['trust-anchor'] ?? []).map((text) => parseRecord(text)),
    algorithms: settings['harden-algo-downgrade']?.[0] === 'no' ? LENIENT_ALGORITHMS : LEGACY_ALGORITHMS,
    ignoreTimes: settings['val-override-date']?.[0] === '-1',
    limits: { nsec3Iterations: Math.max(...iterations.map(Number)) },
  });
  const checked: Checked[] = [];
  let asked: Entry | undefined;
  let lookup: Lookup | undefined;
  for (const { n, type, entry, args } of scenario.steps) {
    step = n;
    if (type === 'TIME_PASSES') now += Number(args?.[1] ?? 0) * 1000;
    if (type === 'QUERY' && entry !== undefined) {
      asked = entry;
      const { name, type: wanted } = questionOf(entry);
      lookup = await resolver.lookup(name, wanted);
    }
    if (type === 'CHECK_ANSWER' && entry !== undefined && asked !== undefined && lookup !== undefined)
      checked.push(compare(n, asked, entry, lookup));
  }
  return checked;
}

function compare(step: number, asked: Entry, entry: Entry, lookup: Lookup): Checked {
  const aware = ['AD', 'DO'].some((flag) => asked.flags?.includes(flag));
  const { name, type } = questionOf(asked);
  const failed = rcodeOf(entry) === 2;
  const secure = entry.flags?.includes('AD') === true;
  const expected = failed
    ? ['SERVFAIL']
    : [secure ? 'AD' : 'no AD', String(rcodeOf(entry)), ...answerOf(entry, name, type)];
  const state = lookup.state === 'secure' && (aware || secure) ? 'AD' : 'no AD';
  const got =
    'answer' in lookup
      ? [state, lookup.answer.outcome.kind === 'nxdomain' ? '3' : '0', ...answerGot(lookup)]
      : ['SERVFAIL'];
  return {
    step,
    question: `${name.toCanonicalString()} ${typeName(type)}`,
    expected: expected.join('\n'),
    got: got.join('\n'),
    detail:
      'reason' in lookup ? `${lookup.state}: ${lookup.reason.code}: ${lookup.reason.detail}` : lookup.state,
  };
}

/** CNAMEs and the records asked for at their end; signatures, and DNAMEs that lie on the way, are left out. */
function answerOf(entry: Entry, asked: DnsName, type: number): string[] {
  const records = (entry.answer ?? []).map((text) => parseRecord(text));
  const aliases = type === RrType.CNAME ? [] : records.filter((record) => record.type === RrType.CNAME);
  let owner = asked;
  for (let i = 0; i <= aliases.length; i++) {
    const alias = aliases.find((record) => record.name.equals(owner));
    owner = (alias && readTarget(alias)) ?? owner;
  }
  const found = records.filter((record) => record.type === type && record.name.equals(owner));
  return [...aliases, ...found].map(line).sort();
}

function answerGot(lookup: Extract<Lookup, { answer: unknown }>): string[] {
  const { aliases, outcome } = lookup.answer;
  const links = aliases.map(({ from, to }) => `${from.toCanonicalString()} CNAME ${to.toCanonicalString()}`);
  return [...links, ...(outcome.kind === 'records' ? outcome.rrset.records.map(line) : [])].sort();
}

function line(record: ResourceRecord): string {
  const target = readTarget(record)?.toCanonicalString() ?? printRdata(record);
  return `${record.name.toCanonicalString()} ${typeName(record.type)} ${target}`;
}

function zonesOf(scenario: Scenario): ConfiguredZone[] {
  const read = (kind: string, key: string, forward: boolean): ConfiguredZone[] =>
    (scenario.config[kind] ?? []).map((one) => ({
      zone: DnsName.parse(one['name']?.[0] ?? '.'),
      addresses: (one[key] ?? []).map((address) => address.replace(/[@#].*/, '')),
      forward,
    }));
  return [...read('stub-zone', 'stub-addr', false), ...read('forward-zone', 'forward-addr', true)];
}

function startOf(date: string | undefined): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(date ?? '') ?? [];
  if (year === undefined) return 0;
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
}
