import { encodeMessage, parseMessage, RrType, type DnsName, type Message } from '../dns/index.js';
import { fromBase64 } from './bytes.js';
import type { ExchangeEvidence } from './evidence.js';

/** A delegation that a server told of. */
interface Referral {
  readonly zone: DnsName;
  readonly message: Message;
}

/**
 * The referrals that each server gave, to answer questions of which chance had it that they were never put to it. What
 * a run asks whom depends on which delegation it knew first; but a server that referred one name below a cut refers
 * all of them alike. The records are those that were seen, only the question is the new one.
 */
export class RecordedReferrals {
  readonly #byServer = new Map<string, Referral[]>();
  readonly #exchanges = new Map<string, ExchangeEvidence[]>();

  constructor(exchanges: readonly ExchangeEvidence[]) {
    for (const one of exchanges) {
      const known = this.#exchanges.get(one.server);
      if (known === undefined) this.#exchanges.set(one.server, [one]);
      else known.push(one);
    }
  }

  /** The answer that `server` would have given to `query`, if it is a referral that it gave before. */
  answer(server: string, query: Uint8Array): Uint8Array | undefined {
    const asked = parseMessage(query);
    const question = asked.ok ? asked.message.questions[0] : undefined;
    if (!asked.ok || question === undefined) return undefined;
    const { name, type } = question;
    const found = this.#of(server)
      // The parent answers for DS at the cut itself.
      .filter(({ zone }) => name.isAtOrBelow(zone) && !(type === RrType.DS && name.equals(zone)))
      .sort((a, b) => b.zone.labels.length - a.zone.labels.length)[0];
    if (found === undefined) return undefined;
    return encodeMessage({ ...found.message, id: asked.message.id, questions: [question] });
  }

  #of(server: string): Referral[] {
    const known = this.#byServer.get(server);
    if (known !== undefined) return known;
    const referrals = (this.#exchanges.get(server) ?? []).flatMap(({ response }) => {
      const parsed = response === undefined ? undefined : parseMessage(fromBase64(response));
      return parsed?.ok === true ? referralIn(parsed.message) : [];
    });
    this.#byServer.set(server, referrals);
    return referrals;
  }
}

/** RFC 1034, section 4.3.2, step 3b: no answer, not authoritative, the NS set of the cut in the authority section. */
function referralIn(message: Message): readonly Referral[] {
  const cut = message.authority.find((record) => record.type === RrType.NS);
  const refers =
    message.rcode === 0 && !message.authoritative && !message.truncated && message.answer.length === 0;
  return refers && cut !== undefined ? [{ zone: cut.name, message }] : [];
}
