import { T } from './rr.js';

/**
 * Canonical form for signing (RFC 4034, section 6, as RFC 6840, section 5.1 reads it), written apart from the validator
 * that checks it.
 *
 * Where names stand in RDATA, for the types whose names are lower-cased: octets before the first name, and how many names
 * follow one another.
 */
const NAMES: ReadonlyMap<number, readonly [before: number, names: number]> = new Map([
  [T.NS, [0, 1]],
  [3, [0, 1]], // MD
  [4, [0, 1]], // MF
  [T.CNAME, [0, 1]],
  [T.SOA, [0, 2]],
  [7, [0, 1]], // MB
  [8, [0, 1]], // MG
  [9, [0, 1]], // MR
  [T.PTR, [0, 1]],
  [14, [0, 2]], // MINFO
  [T.MX, [2, 1]],
  [17, [0, 2]], // RP
  [18, [2, 1]], // AFSDB
  [21, [2, 1]], // RT
  [26, [2, 2]], // PX
  [T.SRV, [6, 1]],
  [36, [2, 1]], // KX
  [T.DNAME, [0, 1]],
]);

/** RDATA with the names in it lower-cased, where the type asks for it. RDATA that is too short is left alone. */
export function canonicalRdata(type: number, rdata: Uint8Array): Uint8Array {
  const place = NAMES.get(type);
  if (place === undefined) return rdata;
  const [before, names] = place;
  const lowered = Uint8Array.from(rdata);
  let at = before;
  for (let name = 0; name < names; name++) {
    for (let length = lowered[at] ?? 0; length !== 0; length = lowered[at] ?? 0) {
      const end = Math.min(at + 1 + length, lowered.length);
      for (let i = at + 1; i < end; i++) lowered[i] = lower(lowered[i] ?? 0);
      at = end;
    }
    at += 1;
  }
  return lowered;
}

function lower(octet: number): number {
  return octet >= 65 && octet <= 90 ? octet | 0x20 : octet;
}

/** RDATAs in canonical form and order, each once (RFC 4034, section 6.3). */
export function canonicalSet(type: number, rdatas: readonly Uint8Array[]): Buffer[] {
  const sorted = rdatas
    .map((one) => Buffer.from(canonicalRdata(type, one)))
    .sort((a, b) => Buffer.compare(a, b));
  return sorted.filter((one, i) => i === 0 || !one.equals(sorted[i - 1] ?? Buffer.alloc(0)));
}

/** Type bit map of NSEC and NSEC3 (RFC 4034, section 4.1.2): (window, length, bits)*. */
export function typeBitmap(types: Iterable<number>): Buffer {
  const windows = new Map<number, Uint8Array>();
  for (const type of types) {
    const window = windows.get(type >> 8) ?? new Uint8Array(32);
    windows.set(type >> 8, window);
    const octet = (type & 0xff) >> 3;
    window[octet] = (window[octet] ?? 0) | (0x80 >> (type & 7));
  }
  const sorted = [...windows].sort(([a], [b]) => a - b);
  return Buffer.concat(
    sorted.map(([window, bits]) => {
      const length = 32 - [...bits].reverse().findIndex((octet) => octet !== 0);
      return Buffer.concat([Uint8Array.of(window, length), bits.subarray(0, length)]);
    }),
  );
}
