/** What is judged of an SOA record; times in seconds. */
export interface SoaFacts {
  /** Serial number: circular, 32 bits (RFC 1982). */
  readonly serial: number;
  readonly refresh: number;
  readonly retry: number;
}

/** SOA RDATA, uncompressed (RFC 1035, section 3.3.13): two names, serial, refresh, retry, expire, minimum (4 octets each). */
export function readSoa(rdata: Uint8Array): SoaFacts | undefined {
  const at = afterName(rdata, afterName(rdata, 0));
  if (at === undefined || rdata.length !== at + 20) return undefined;
  const view = new DataView(rdata.buffer, rdata.byteOffset, rdata.byteLength);
  return { serial: view.getUint32(at), refresh: view.getUint32(at + 4), retry: view.getUint32(at + 8) };
}

function afterName(octets: Uint8Array, from: number | undefined): number | undefined {
  for (let at = from; at !== undefined && at < octets.length;) {
    const length = octets[at] ?? 0;
    if (length === 0) return at + 1;
    if (length > 63) return undefined;
    at += 1 + length;
  }
  return undefined;
}

/** Whether serial `a` is newer than `b` (RFC 1982, section 3.2). Serials half the circle apart are neither. */
export function newerSerial(a: number, b: number): boolean {
  const ahead = (a - b) >>> 0;
  return ahead !== 0 && ahead < 0x8000_0000;
}

const DAY = 86_400_000;
/** Serials before this are no dates: 1990. */
const FIRST_YEAR = 1990;

/**
 * The latest moment (Unix milliseconds) at which a version with this serial can have been made, where the serial tells:
 * `YYYYMMDDnn` (RFC 1912, section 2.2), or the seconds since 1970, as signers count. `undefined` where it is a plain
 * counter, or a date to come.
 */
export function madeBefore(serial: number, now: number): number | undefined {
  const day = dayOf(serial);
  // The day ends last where the clock is twelve hours behind.
  if (day !== undefined) return day <= now + DAY ? day + DAY + DAY / 2 : undefined;
  const moment = serial * 1000;
  return moment > Date.UTC(2005, 0) && moment <= now + DAY / 24 ? moment : undefined;
}

function dayOf(serial: number): number | undefined {
  const digits = String(serial);
  if (digits.length !== 10) return undefined;
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)].map(Number);
  if (year === undefined || month === undefined || day === undefined || year < FIRST_YEAR) return undefined;
  const moment = Date.UTC(year, month - 1, day);
  const read = new Date(moment);
  return read.getUTCMonth() === month - 1 && read.getUTCDate() === day ? moment : undefined;
}
