import {
  DnsName,
  encodeMessage,
  parseMessage,
  parseRecord,
  Rcode,
  typeNumber,
  type Exchange,
  type Message,
  type ResourceRecord,
} from '../../../src/dns/index.js';

/** A scripted world as `unbound-val-scenarios.json` writes it (`rpl-scenarios/1`). */
export interface Scenario {
  readonly file: string;
  readonly title: string;
  readonly config: Readonly<Record<string, readonly Readonly<Record<string, readonly string[]>>[]>>;
  readonly ranges: readonly {
    readonly from: number;
    readonly to: number;
    readonly addresses: readonly string[];
    readonly entries: readonly Entry[];
  }[];
  readonly steps: readonly {
    readonly n: number;
    readonly type: string;
    readonly entry?: Entry;
    readonly args?: readonly string[];
  }[];
}

export interface Entry {
  readonly match?: readonly string[];
  readonly adjust?: readonly string[];
  readonly flags?: readonly string[];
  readonly question?: readonly string[];
  readonly answer?: readonly string[];
  readonly authority?: readonly string[];
  readonly additional?: readonly string[];
}

export interface ScriptedQuestion {
  readonly name: DnsName;
  readonly type: number;
}

export function questionOf(entry: Entry): ScriptedQuestion {
  const [name = '.', ...rest] = (entry.question?.[0] ?? '. IN A').split(/\s+/);
  return { name: DnsName.parse(name), type: typeNumber(rest.at(-1) ?? '') ?? 0 };
}

export function rcodeOf(entry: Entry): number {
  const known: Readonly<Record<string, number>> = { ...Rcode, YXDOMAIN: 6, NOTAUTH: 9 };
  return entry.flags?.flatMap((flag) => known[flag] ?? [])[0] ?? 0;
}

/** The servers of a scenario at the step that `step` names, as the one port through which DNS bytes pass. */
export function scriptedExchange(scenario: Scenario, step: () => number): Exchange {
  return async (server, query, transport) => {
    const parsed = parseMessage(query);
    if (!parsed.ok) throw new Error(`the query does not parse: ${parsed.problem}`);
    const [question] = parsed.message.questions;
    if (question === undefined) throw new Error('the query has no question');
    const ranges = scenario.ranges.filter(
      ({ from, to, addresses }) => from <= step() && step() <= to && addresses.includes(server.host),
    );
    const entries = ranges.flatMap((range) => range.entries);
    const entry = entries.find((one) => matches(one, question, transport));
    return { ok: true, response: encodeMessage(replyOf(entry, parsed.message)), ms: 0 };
  };
}

function matches(entry: Entry, question: ScriptedQuestion, transport: string): boolean {
  const wanted = questionOf(entry);
  return (entry.match ?? []).every((rule) => {
    if (rule === 'qname') return wanted.name.equals(question.name);
    if (rule === 'qtype') return wanted.type === question.type;
    if (rule === 'subdomain') return question.name.isAtOrBelow(wanted.name);
    if (rule === 'TCP') return transport === 'tcp';
    return rule !== 'UDP' || transport === 'udp';
  });
}

function replyOf(entry: Entry | undefined, query: Message): Message {
  const flags = entry?.flags ?? ['REFUSED'];
  const records = (texts: readonly string[] | undefined): ResourceRecord[] =>
    (texts ?? []).map((one) => parseRecord(one));
  const copied = entry === undefined || (entry.adjust ?? []).includes('copy_query');
  return {
    id: query.id,
    response: true,
    opcode: 0,
    authoritative: flags.includes('AA'),
    truncated: flags.includes('TC'),
    recursionDesired: query.recursionDesired,
    recursionAvailable: flags.includes('RA'),
    authenticData: flags.includes('AD'),
    checkingDisabled: flags.includes('CD'),
    rcode: entry === undefined ? Rcode.REFUSED : rcodeOf(entry),
    questions: copied ? query.questions : [{ ...questionOf(entry), class: 1 }],
    answer: records(entry?.answer),
    authority: records(entry?.authority),
    additional: records(entry?.additional),
    edns: { udpSize: 1232, version: 0, dnssecOk: true, errors: [] },
  };
}
