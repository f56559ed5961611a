/** What an answer has to repeat of its query (RFC 5452, section 9.1): the id and the question. */
export interface Correlation {
  readonly id: number;
  /** The question section of the query as it went out: name, type and class. */
  readonly question: Uint8Array;
}

const HEADER_OCTETS = 12;

/** Reads id and question out of a query of ours; `undefined` if it is no message with one question. */
export function correlationOf(query: Uint8Array): Correlation | undefined {
  const question = questionOf(query);
  return question && { id: idOf(query), question };
}

export function idOf(message: Uint8Array): number {
  return ((message[0] ?? 0) << 8) | (message[1] ?? 0);
}

/**
 * True if `response` is a response that repeats id and question. A response without question is taken only when it
 * reports an error: servers that could not read the query answer FORMERR with the header alone.
 */
export function answers(response: Uint8Array, expected: Correlation): boolean {
  if (response.length < HEADER_OCTETS || idOf(response) !== expected.id) return false;
  if (((response[2] ?? 0) & 0x80) === 0) return false;
  if (response[4] === 0 && response[5] === 0) return ((response[3] ?? 0) & 0x0f) !== 0;
  const { question } = expected;
  if (response.length < HEADER_OCTETS + question.length) return false;
  for (let i = 0; i < question.length; i++)
    if (lower(response[HEADER_OCTETS + i] ?? 0) !== lower(question[i] ?? 0)) return false;
  return true;
}

/** What is wrong with a message that `answers` refuses, as the end of a sentence. */
export function whyNoAnswer(message: Uint8Array, expected: Correlation): string {
  const size = `of ${message.length} octets`;
  if (message.length < HEADER_OCTETS) return `${size}, too short for a DNS message`;
  if (idOf(message) !== expected.id) return `${size} with another id`;
  if (((message[2] ?? 0) & 0x80) === 0) return `${size} with our id, but a query and no response`;
  return `${size} with our id, but not with our question`;
}

function questionOf(query: Uint8Array): Uint8Array | undefined {
  let at = HEADER_OCTETS;
  for (let length = query[at]; length !== 0; length = query[at]) {
    if (length === undefined || length > 63) return undefined;
    at += length + 1;
  }
  const end = at + 5;
  if (end > query.length || query[4] !== 0 || query[5] !== 1) return undefined;
  return query.subarray(HEADER_OCTETS, end);
}

/** Only the letters of the name have to be folded, but folding type and class too does no harm: both sides are. */
function lower(octet: number): number {
  return octet >= 0x41 && octet <= 0x5a ? octet + 0x20 : octet;
}
