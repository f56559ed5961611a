import type { DnsName } from '../../base/name.js';
import {
  RrType,
  type Clock,
  type Exchange,
  type Message,
  type Question,
  type ResourceRecord,
} from '../model.js';
import { encodeMessage } from '../wire/encode.js';
import { parseMessage } from '../wire/message.js';
import { parseRecord } from '../wire/presentation.js';
import { typeName } from '../wire/types.js';
import type { Tamper } from './world.js';
import { message, type TestZone } from './zone.js';

/** The lines with which a parent delegates `child`; the world adds the glue. */
export function delegationOf(child: TestZone): readonly string[] {
  const name = child.name.toString();
  return [`${name} 3600 IN NS ns.${name}`, child.ds()];
}

const UDP_SIZE = 1232;
const ROOT = '192.0.2.1';

/**
 * Signed zones behind a network, each at an address of its own, the root at `rootAddress`: they refer, sign and
 * truncate as servers do. What a zone answers is made once and then kept, so that a second run costs only who asks.
 */
export class SignedWorld {
  /** Questions that came, as `address name TYPE`. */
  readonly asked: string[] = [];
  readonly rootAddress = ROOT;
  readonly clock: Clock = { now: () => this.now, monotonic: () => performance.now() };
  readonly #zones: ReadonlyMap<string, TestZone>;
  readonly #made = new Map<string, Uint8Array>();

  /** The first of `zones` is the root. `now` in milliseconds since 1970. */
  constructor(
    zones: readonly TestZone[],
    private readonly now: number,
    private readonly tamper: Tamper = () => undefined,
  ) {
    this.#zones = new Map(zones.map((zone, i) => [`192.0.${2 + (i >> 7)}.${1 + (i & 127)}`, zone]));
  }

  readonly exchange: Exchange = async ({ host }, query, transport) => {
    const parsed = parseMessage(query);
    const question = parsed.ok ? parsed.message.questions[0] : undefined;
    if (!parsed.ok || question === undefined) throw new Error('a query that does not parse');
    const key = `${host} ${question.name.toString()} ${typeName(question.type)}`;
    this.asked.push(key);
    await new Promise((resolve) => setImmediate(resolve));
    const zone = this.#zones.get(host);
    if (zone === undefined) return { ok: false, failure: 'unreachable', detail: 'nobody lives there', ms: 1 };
    const bytes = this.#made.get(key) ?? encodeMessage(this.#answer(zone, question));
    this.#made.set(key, bytes);
    const response = transport === 'udp' && bytes.length > UDP_SIZE ? cutOff(query) : bytes.slice();
    response.set(query.subarray(0, 2));
    return { ok: true, response, ms: 1 };
  };

  #answer(zone: TestZone, { name, type }: Question): Message {
    const honest = this.#referral(zone, name, type) ?? zone.answer(name, type);
    return this.tamper(name, type, honest) ?? honest;
  }

  #referral(zone: TestZone, name: DnsName, type: number): Message | undefined {
    const cut = zone.sets.find(
      (set) =>
        set.type === RrType.NS &&
        zone.isDelegation(set.name) &&
        name.isAtOrBelow(set.name) &&
        !(type === RrType.DS && name.equals(set.name)),
    );
    if (cut === undefined) return undefined;
    const about = zone.answer(cut.name, RrType.DS);
    const denial = about.authority.filter((one) => one.type !== RrType.SOA);
    const authority = [...cut.records, ...about.answer, ...denial];
    return message(name, type, { authoritative: false, authority, additional: this.#glue(cut.name) });
  }

  #glue(cut: DnsName): ResourceRecord[] {
    const [host] = [...this.#zones].find(([, zone]) => zone.name.equals(cut)) ?? [];
    return host === undefined ? [] : [parseRecord(`ns.${cut.toString()} 3600 IN A ${host}`)];
  }
}

/** The query as an answer that is truncated. */
function cutOff(query: Uint8Array): Uint8Array {
  const answer = Uint8Array.from(query);
  answer[2] = (answer[2] ?? 0) | 0x86;
  return answer;
}
