import { join, outside, text, type Text } from '../../base/text.js';
import type { FailureEvidence, ServerAnswerEvidence, ServersEvidence } from '../../survey/evidence.js';
import type { DomainView } from '../model.js';
import type { ServerTransport } from './reach.js';

/**
 * How an address stands to the zone. `answers`: with authority. `lame`: it answers, and not for the zone. `silent`: no
 * answer at all. `not-asked`: a limit of ours came first.
 */
export type Standing = 'answers' | 'lame' | 'silent' | 'not-asked';

type Response = NonNullable<ServerAnswerEvidence['response']>;

/** One address of a zone's name servers, and what it said. */
export interface AskedAddress {
  readonly address: string;
  /** Name servers that have it, sorted. */
  readonly servers: readonly string[];
  readonly udp: Standing;
  readonly tcp: Standing;
  /** A limit of ours came before all had been asked of it. */
  readonly cutShort: boolean;
  answer(name: string, type: string, transport?: ServerTransport): ServerAnswerEvidence | undefined;
}

/** A zone whose servers were asked one by one. */
export interface AskedZone {
  readonly zone: string;
  readonly evidence: ServersEvidence;
  /** Sorted by name server, then by address. */
  readonly addresses: readonly AskedAddress[];
  /** The addresses that answer for the zone with authority over UDP. */
  readonly answering: readonly AskedAddress[];
}

/** The zones of a domain whose servers were asked one by one. */
export function askedZones({ seen }: DomainView): readonly AskedZone[] {
  return (seen.servers ?? []).map((evidence) => {
    const addresses = addressesOf(evidence);
    return {
      zone: evidence.zone,
      evidence,
      addresses,
      answering: addresses.filter(({ udp }) => udp === 'answers'),
    };
  });
}

function addressesOf({ zone, servers, answers }: ServersEvidence): readonly AskedAddress[] {
  const said = new Map(answers.map((one) => [questionKey(one), one]));
  const cut = new Set(answers.filter(({ failure }) => ourLimit(failure)).map(({ address }) => address));
  const holders = new Map<string, string[]>();
  for (const { name, glue, addresses } of servers)
    for (const address of new Set([...glue, ...addresses]))
      holders.set(address, [...(holders.get(address) ?? []), name]);
  return [...holders]
    .map(([address, names]): AskedAddress => {
      const answer: AskedAddress['answer'] = (name, type, transport = 'udp') =>
        said.get(questionKey({ address, transport, name, type }));
      const standing = (transport: ServerTransport) => standingOf(answer(zone, 'SOA', transport));
      const [udp, tcp] = [standing('udp'), standing('tcp')];
      const cutShort = cut.has(address) || udp === 'not-asked' || tcp === 'not-asked';
      return { address, servers: names.sort(), udp, tcp, cutShort, answer };
    })
    .sort((a, b) => (labelKey(a) < labelKey(b) ? -1 : 1));
}

function questionKey(one: Pick<ServerAnswerEvidence, 'address' | 'transport' | 'name' | 'type'>): string {
  return [one.address, one.transport, one.name, one.type].join(' ');
}

function labelKey({ servers, address }: AskedAddress): string {
  return `${servers[0] ?? ''} ${address}`;
}

/** Codes of failures that are the end of our own work, not silence. */
const OURS: ReadonlySet<string> = new Set(['time-limit', 'query-limit', 'internal']);
/** Codes by which nothing came back at all. */
const SILENCE: ReadonlySet<string> = new Set(['timeout', 'unreachable']);

function standingOf(answer: ServerAnswerEvidence | undefined): Standing {
  if (answer === undefined) return 'not-asked';
  const { failure, response } = answer;
  if (response !== undefined)
    return response.authoritative && response.kind === 'records' ? 'answers' : 'lame';
  if (failure === undefined || OURS.has(failure.code)) return 'not-asked';
  return SILENCE.has(failure.code) ? 'silent' : 'lame';
}

/** Whether a failure is for want of our own time, so that nothing is known. */
export function ourLimit(failure: FailureEvidence | undefined): boolean {
  return failure !== undefined && OURS.has(failure.code);
}

/** `ns1.example.net, 192.0.2.1`; a further name in brackets. */
export function addressWords({ servers, address }: AskedAddress): Text {
  const [first = '', ...more] = servers;
  const also = more.length === 0 ? [] : text` and ${more.length} more`;
  return text`${outside(first)}${also}, ${outside(address)}`;
}

/** The subject of a finding about one address. */
export function addressSubject({ servers, address }: AskedAddress): string {
  return `${servers[0] ?? ''} ${address}`;
}

/** Addresses that say the same of one thing. */
export interface Camp<Said> {
  readonly said: Said;
  readonly members: readonly AskedAddress[];
}

/**
 * Sorts addresses by what they say, the largest camp first. `say` gives a key (equal: the same) and what was said;
 * `undefined`: nothing is known of this one, so it is in no camp.
 */
export function campsOf<Said>(
  addresses: readonly AskedAddress[],
  say: (one: AskedAddress) => { readonly key: string; readonly said: Said } | undefined,
): readonly Camp<Said>[] {
  const camps = new Map<string, { said: Said; members: AskedAddress[] }>();
  for (const one of addresses) {
    const told = say(one);
    if (told === undefined) continue;
    const known = camps.get(told.key);
    if (known === undefined) camps.set(told.key, { said: told.said, members: [one] });
    else known.members.push(one);
  }
  const size = (camp: Camp<Said>): number => camp.members.length;
  return [...camps].sort(([a, x], [b, y]) => size(y) - size(x) || (a < b ? -1 : 1)).map(([, camp]) => camp);
}

/** A few addresses in words, the rest counted. */
export function membersWords(members: readonly AskedAddress[], most = 6): Text {
  const shown = join(members.slice(0, most).map(addressWords), '; ');
  return members.length > most ? text`${shown}; and ${members.length - most} more` : shown;
}

/** RCODE names (IANA "DNS RCODEs"). */
const RCODES: Readonly<Record<number, string>> = {
  1: 'FORMERR',
  2: 'SERVFAIL',
  3: 'NXDOMAIN',
  4: 'NOTIMP',
  5: 'REFUSED',
  9: 'NOTAUTH',
};

/** What a response that gives no records is, in words. */
export function responseWords({ kind, rcode, authoritative }: Response): string {
  if (kind === 'error') return RCODES[rcode] ?? `RCODE ${rcode}`;
  if (kind === 'referral') return 'a referral to other servers';
  if (kind === 'nxdomain') return 'that there is no such name';
  if (kind === 'nodata') return 'that there is no such record';
  return authoritative ? 'records' : 'records without authority';
}
