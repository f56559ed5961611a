import { grouped } from '../base/grouped.js';
import { encodeMessage, parseMessage, RrType, type DnsName, type Message } from '../dns/index.js';
import { fromBase64 } from './bytes.js';
import type { ExchangeEvidence } from './evidence.js';

/** What a server said of each zone that it referred to, by the zone's key. */
type Referrals = ReadonlyMap<string, Message>;

/**
 * The referrals that each server gave, to answer questions of which chance had it that they were never put to it. What
 * a run asks whom depends on which delegation it knew first; but a server that referred one name below a cut refers
 * all of them alike. The records are those that were seen, only the question is the new one.
 */
export class RecordedReferrals {
  readonly #byServer = new Map<string, Referrals>();
  readonly #exchanges: ReadonlyMap<string, readonly ExchangeEvidence[]>;

  constructor(exchanges: readonly ExchangeEvidence[]) {
    this.#exchanges = grouped(exchanges, ({ server }) => [server]);
  }

  /** The answer that `server` would have given to `query`, if it is a referral that it gave before. */
  answer(server: string, query: Uint8Array): Uint8Array | undefined {
    const asked = parseMessage(query);
    const question = asked.ok ? asked.message.questions[0] : undefined;
    if (!asked.ok || question === undefined) return undefined;
    const found = nearest(this.#of(server), question.name, question.type);
    if (found === undefined) return undefined;
    return encodeMessage({ ...found, id: asked.message.id, questions: [question] });
  }

  #of(server: string): Referrals {
    const known = this.#byServer.get(server);
    if (known !== undefined) return known;
    const referrals = new Map<string, Message>();
    for (const { response } of this.#exchanges.get(server) ?? []) {
      const parsed = response === undefined ? undefined : parseMessage(fromBase64(response));
      const zone = parsed?.ok === true ? referredTo(parsed.message) : undefined;
      if (parsed?.ok !== true || zone === undefined || referrals.has(zone.key)) continue;
      referrals.set(zone.key, parsed.message);
    }
    this.#byServer.set(server, referrals);
    return referrals;
  }
}

/** The referral to the nearest zone at or above a name. The server of a top-level domain may have given thousands. */
function nearest(referrals: Referrals, name: DnsName, type: number): Message | undefined {
  // The parent answers for DS at the cut itself.
  const from = type === RrType.DS ? name.parent : name;
  for (let at = from; at !== undefined; at = at.parent) {
    const found = referrals.get(at.key);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** RFC 1034, section 4.3.2, step 3b: no answer, not authoritative, the NS set of the cut in the authority section. */
function referredTo(message: Message): DnsName | undefined {
  const cut = message.authority.find((record) => record.type === RrType.NS);
  const refers =
    message.rcode === 0 && !message.authoritative && !message.truncated && message.answer.length === 0;
  return refers ? cut?.name : undefined;
}
