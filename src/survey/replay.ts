import { grouped } from '../base/grouped.js';
import { EXCHANGE_FAILURES, type Exchange, type ExchangeResult } from '../dns/model.js';
import { fromBase64 } from './bytes.js';
import type { ExchangeEvidence } from './evidence.js';
import { serverText } from './lookup-evidence.js';
import { RecordedReferrals } from './replay-referrals.js';

/** Octets of the DNS header (RFC 1035, section 4.1.1). */
const HEADER = 12;

/**
 * A world made of what was recorded: the same question to the same server over the same transport gets the answer
 * that it got then, failures included. Asked more often than then, it repeats the last answer; asked something that
 * it was never asked, it refers as it referred then (see `RecordedReferrals`), or else says what another server said to
 * the same question, since which of them was asked was chance. It reaches no network.
 *
 * Queries are compared without their id and the letter case of the question, which resolvers make up anew for each
 * query (RFC 5452); the answer is given the id and the case of the query that it now answers.
 */
export function replayExchange(exchanges: readonly ExchangeEvidence[]): Exchange {
  const recordedAs = grouped(exchanges, (one) => [keyOf(one.server, one.transport, fromBase64(one.query))]);
  const waiting = new Map([...recordedAs].map(([key, all]) => [key, [...all]]));
  const elsewhere = new Map<string, ExchangeEvidence>();
  for (const one of exchanges)
    if (one.response !== undefined) elsewhere.set(questionKey(one.transport, fromBase64(one.query)), one);
  const referrals = new RecordedReferrals(exchanges);
  return async (server, query, transport) => {
    const queue = waiting.get(keyOf(serverText(server), transport, query));
    const recorded = queue === undefined || queue.length > 1 ? queue?.shift() : queue[0];
    if (recorded !== undefined) return resultOf(recorded, query);
    const response = transport === 'udp' ? referrals.answer(serverText(server), query) : undefined;
    if (response !== undefined) return { ok: true, response, ms: 0 };
    const other = elsewhere.get(questionKey(transport, query));
    if (other !== undefined) return resultOf(other, query);
    return { ok: false, failure: 'unreachable', detail: 'not in the evidence', ms: 0 };
  };
}

function resultOf(recorded: ExchangeEvidence, query: Uint8Array): ExchangeResult {
  if (recorded.response === undefined) {
    const failure = EXCHANGE_FAILURES.find((one) => one === recorded.failure) ?? 'internal';
    return { ok: false, failure, detail: recorded.detail ?? '', ms: recorded.ms };
  }
  const response = fromBase64(recorded.response);
  const asked = fromBase64(recorded.query);
  // Only an answer that matched its query then may match now: a wrong id or question has to stay wrong.
  if (response[0] === asked[0] && response[1] === asked[1]) response.set(query.subarray(0, 2));
  const end = endOfQuestionName(query);
  if (sameOctets(response, asked, HEADER, end)) response.set(query.subarray(HEADER, end), HEADER);
  return { ok: true, response, ms: recorded.ms };
}

function keyOf(server: string, transport: string, query: Uint8Array): string {
  return `${server} ${questionKey(transport, query)}`;
}

function questionKey(transport: string, query: Uint8Array): string {
  const plain = Uint8Array.from(query);
  plain.fill(0, 0, 2);
  const end = endOfQuestionName(plain);
  for (let i = HEADER; i < end; i++) {
    const octet = plain[i] ?? 0;
    if (octet >= 0x41 && octet <= 0x5a) plain[i] = octet + 0x20;
  }
  return `${transport} ${Buffer.from(plain).toString('base64')}`;
}

/** Offset behind the first name of the question section; queries are ours and hold no compression there. */
function endOfQuestionName(query: Uint8Array): number {
  let at = HEADER;
  while (at < query.length) {
    const length = query[at] ?? 0;
    at += length + 1;
    if (length === 0) break;
  }
  return Math.min(at, query.length);
}

function sameOctets(a: Uint8Array, b: Uint8Array, from: number, to: number): boolean {
  if (a.length < to || b.length < to) return false;
  for (let i = from; i < to; i++) if (a[i] !== b[i]) return false;
  return true;
}
