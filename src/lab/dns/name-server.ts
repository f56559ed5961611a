import type { DnsName } from '../../base/name.js';
import { answerFrom } from './authority.js';
import { encodeResponse, RCODE, readQuery, type LabQuery, type LabResponse } from './message.js';
import { T } from './rr.js';
import { faultApplies, spoil, type Reply, type ServerFault } from './server-faults.js';
import type { SignedZone } from './signed-zone.js';

/**
 * Stands in for a server's answer: gets the question and what the server would have said; gives another response, octets
 * that go out as they are, `drop`, or `undefined` to let the honest answer pass.
 */
export type Respond = (
  query: LabQuery,
  honest: () => LabResponse,
) => LabResponse | Buffer | 'drop' | undefined;

/** One name server: a host name, an address, the zones it holds, and what it does wrong. */
export class NameServer {
  readonly #zones = new Map<string, SignedZone>();
  #faults: readonly ServerFault[] = [];
  #met = 0;
  #answered = 0;
  /** Asked before the zones are. */
  respond: Respond | undefined;

  constructor(
    readonly name: DnsName,
    /** IPv4 literal, as address records give it. */
    readonly address: string,
  ) {}

  /** As `LabHost`. */
  get addresses(): readonly string[] {
    return [this.address];
  }

  /** Questions that came in, whether answered or not. */
  get questions(): number {
    return this.#answered;
  }

  serve(zone: SignedZone): void {
    this.#zones.set(zone.zone.name.key, zone);
  }

  /** A lame server: the zone is delegated to it, and it does not hold it. */
  forget(zone: DnsName): void {
    this.#zones.delete(zone.key);
  }

  fault(...faults: readonly ServerFault[]): void {
    this.#faults = [...this.#faults, ...faults];
  }

  mend(): void {
    this.#faults = [];
    this.respond = undefined;
  }

  /** The reply to the octets of a question. What is no question gets none. */
  reply(wire: Buffer, transport: 'udp' | 'tcp'): Reply {
    const query = readQuery(wire);
    if (query === undefined) return {};
    this.#answered++;
    const said = this.respond?.(query, () => this.answer(query));
    if (said === 'drop') return {};
    if (Buffer.isBuffer(said)) return { octets: said };
    const honest = fitted(query, said ?? this.answer(query), transport);
    const fault = this.#faults.find((one) => faultApplies(one, query, transport));
    return fault === undefined
      ? { octets: honest }
      : spoil(fault.kind, query, honest, this.#met++, transport === 'udp');
  }

  /** What an honest server says. */
  answer(query: LabQuery): LabResponse {
    const nothing = { authoritative: false, answer: [], authority: [], additional: [] };
    if (query.opcode !== 0) return { ...nothing, rcode: RCODE.NOTIMP };
    const zone = query.class === 1 ? this.#zoneFor(query) : undefined;
    return zone === undefined ? { ...nothing, rcode: RCODE.REFUSED } : answerFrom(zone, query);
  }

  /** The zone closest above the name; for DS the parent's, where the server holds both (RFC 4035, section 3.1.4.1). */
  #zoneFor({ name, type }: LabQuery): SignedZone | undefined {
    const most = name.labels.length;
    const zones = Array.from({ length: most + 1 }, (_, i) => this.#zones.get(name.ancestor(most - i).key));
    const [closest, above] = zones.filter((zone) => zone !== undefined);
    const atApex = closest?.zone.name.equals(name) === true;
    return type === T.DS && atApex ? (above ?? closest) : closest;
  }
}

/** Over UDP what is too long is left out, with TC (RFC 2181, section 9): to the lesser of the asker's size and 1232. */
function fitted(query: LabQuery, response: LabResponse, transport: 'udp' | 'tcp'): Buffer {
  const wire = encodeResponse(query, response);
  const most = transport === 'tcp' ? 65_535 : Math.min(Math.max(query.edns?.udpSize ?? 512, 512), 1232);
  if (wire.length <= most) return wire;
  return encodeResponse(query, { ...response, truncated: true, answer: [], authority: [], additional: [] });
}
