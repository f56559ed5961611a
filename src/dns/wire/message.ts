import { RrType, type Edns, type Message, type Question, type ResourceRecord } from '../model.js';
import { readEdns } from './edns.js';
import { checkFields, cutFields, type FieldSpan } from './fields.js';
import { layoutOf, mayBeCompressed } from './layout.js';
import { readName, type NameCache } from './names.js';
import { concat, u16, u32 } from './octets.js';
import { WireProblem } from './problem.js';

/** `problem` is a sentence of our own about the bytes as a whole; a bad record only gets `malformed`. */
export type ParsedMessage =
  { readonly ok: true; readonly message: Message } | { readonly ok: false; readonly problem: string };

const HEADER_OCTETS = 12;
const MAX_MESSAGE_OCTETS = 65535;
/** Above every honest answer seen (CAA sets of 1,001 records exist), below what costs time. */
const MAX_RECORDS = 4096;

/**
 * Reads one whole DNS message (RFC 1035, section 4). Never throws. Strict: at most one question (RFC 9619), counts
 * that match, RDLENGTH enforced, nothing behind the last record, pointers only backwards.
 */
export function parseMessage(bytes: Uint8Array): ParsedMessage {
  try {
    return { ok: true, message: readMessage(bytes) };
  } catch (thrown) {
    if (thrown instanceof WireProblem) return { ok: false, problem: thrown.message };
    throw thrown;
  }
}

/*
 * RFC 1035, section 4.1.1:
 *   ID(16)  QR(1) Opcode(4) AA(1) TC(1) RD(1) RA(1) Z(1) AD(1) CD(1) RCODE(4)  QDCOUNT ANCOUNT NSCOUNT ARCOUNT
 */
function readMessage(input: Uint8Array): Message {
  if (input.length < HEADER_OCTETS)
    throw new WireProblem(`${input.length} octets; a message has at least ${HEADER_OCTETS}`);
  if (input.length > MAX_MESSAGE_OCTETS)
    throw new WireProblem(`${input.length} octets; a message has at most ${MAX_MESSAGE_OCTETS}`);
  const bytes = new Uint8Array(input); // a copy: records keep views into it
  const flags = u16(bytes, 2);
  const questionCount = u16(bytes, 4);
  const [answers, authorities, additionals] = [u16(bytes, 6), u16(bytes, 8), u16(bytes, 10)];
  if (questionCount > 1)
    throw new WireProblem(`${questionCount} questions; at most one is allowed (RFC 9619)`);
  const records = answers + authorities + additionals;
  if (records > MAX_RECORDS)
    throw new WireProblem(`${records} records announced; at most ${MAX_RECORDS} are read`);
  const cache: NameCache = new Map();
  const questions: Question[] = [];
  let at = HEADER_OCTETS;
  if (questionCount === 1) {
    const { name, next } = readName(bytes, at, bytes.length, cache);
    if (next + 4 > bytes.length) throw new WireProblem('the question is cut off');
    questions.push({ name, type: u16(bytes, next), class: u16(bytes, next + 2) });
    at = next + 4;
  }
  const section = (count: number): ResourceRecord[] => {
    const read: ResourceRecord[] = [];
    for (let i = 0; i < count; i++) {
      const { record, next } = readRecord(bytes, at, cache);
      read.push(record);
      at = next;
    }
    return read;
  };
  const answer = section(answers);
  const authority = section(authorities);
  const rest = section(additionals);
  if (at !== bytes.length)
    throw new WireProblem(`${bytes.length - at} octets are left over behind the last record`);
  const { edns, extendedRcode } = takeEdns(answer, authority, rest);
  return {
    id: u16(bytes, 0),
    response: (flags & 0x8000) !== 0,
    opcode: (flags >> 11) & 0xf,
    authoritative: (flags & 0x0400) !== 0,
    truncated: (flags & 0x0200) !== 0,
    recursionDesired: (flags & 0x0100) !== 0,
    recursionAvailable: (flags & 0x0080) !== 0,
    authenticData: (flags & 0x0020) !== 0,
    checkingDisabled: (flags & 0x0010) !== 0,
    rcode: extendedRcode * 16 + (flags & 0xf),
    questions,
    answer,
    authority,
    additional: rest.filter((record) => record.type !== RrType.OPT),
    ...(edns === undefined ? {} : { edns }),
  };
}

/** RFC 6891, section 6.1.1: OPT stands in the additional section, once. */
function takeEdns(
  answer: readonly ResourceRecord[],
  authority: readonly ResourceRecord[],
  additional: readonly ResourceRecord[],
): { edns?: Edns; extendedRcode: number } {
  const isOpt = ({ type }: ResourceRecord): boolean => type === RrType.OPT;
  if (answer.some(isOpt) || authority.some(isOpt))
    throw new WireProblem('an OPT record outside the additional section');
  const [opt, second] = additional.filter(isOpt);
  if (opt === undefined) return { extendedRcode: 0 };
  if (second !== undefined) throw new WireProblem('more than one OPT record');
  return readEdns(opt);
}

/* RFC 1035, section 4.1.3: NAME, TYPE(16), CLASS(16), TTL(32), RDLENGTH(16), RDATA */
function readRecord(
  bytes: Uint8Array,
  offset: number,
  cache: NameCache,
): { record: ResourceRecord; next: number } {
  const { name, next: at } = readName(bytes, offset, bytes.length, cache);
  if (at + 10 > bytes.length) throw new WireProblem(`the record at offset ${offset} is cut off`);
  const type = u16(bytes, at);
  const start = at + 10;
  const end = start + u16(bytes, at + 8);
  if (end > bytes.length) throw new WireProblem(`the RDATA of the record at offset ${offset} is cut off`);
  const ttl = u32(bytes, at + 4);
  const kind = u16(bytes, at + 2);
  // OPT reuses the TTL field for flags, and its options are read apart.
  if (type === RrType.OPT)
    return { record: { name, type, class: kind, ttl, rdata: bytes.subarray(start, end), offset }, next: end };
  const { rdata, malformed } = readRdata(type, bytes, start, end, cache);
  const record = { name, type, class: kind, ttl: ttl > 0x7fffffff ? 0 : ttl, rdata, offset };
  return { record: malformed === undefined ? record : { ...record, malformed }, next: end };
}

/** RDATA with compressed names expanded. RDATA that does not parse stays as it came, with what is wrong with it. */
function readRdata(
  type: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  cache: NameCache,
): { rdata: Uint8Array; malformed?: string } {
  const raw = bytes.subarray(start, end);
  const layout = layoutOf(type);
  try {
    if (mayBeCompressed(layout)) return { rdata: expand(bytes, cutFields(layout, bytes, start, end, cache)) };
    checkFields(layout, bytes, start, end);
    return { rdata: raw };
  } catch (thrown) {
    if (thrown instanceof WireProblem) return { rdata: raw, malformed: thrown.message };
    throw thrown;
  }
}

function expand(bytes: Uint8Array, spans: readonly FieldSpan[]): Uint8Array {
  return concat(
    spans.map((span) =>
      span.field === 'name-old' && span.name ? span.name.toWire() : bytes.subarray(span.start, span.end),
    ),
  );
}
