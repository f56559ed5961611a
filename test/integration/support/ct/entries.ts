import { createHash } from 'node:crypto';
import { u64, vector } from '../../../../src/lab/ct/logs/entry.js';
import { ODD, WATCHED } from './odd.js';
import { CA, PUBLIC_KEY, SINCE, stamped, submitted, templates } from './templates.js';

/** Both bodies of an entry, before they are put into a log. */
export interface MadeEntry {
  /** Unix milliseconds. */
  readonly timestamp: number;
  /** The final certificate, or the precertificate and its TBS. */
  readonly signed:
    { readonly certificate: Buffer } | { readonly precertificate: Buffer; readonly tbs: Buffer };
}

/** An entry that stands out: what it is, and whether it concerns what is watched. */
export interface Special {
  readonly index: number;
  readonly title: string;
  readonly concerns: boolean;
  /** SHA-256 of the certificate or precertificate, hex. */
  readonly sha256: string;
}

export interface Entries {
  readonly size: number;
  readonly specials: readonly Special[];
  at(index: number): MadeEntry;
}

const ISSUER_KEY_HASH = createHash('sha256').update(CA.intermediate.spki).digest();
const CHAIN = [CA.intermediate.certificate, CA.root.certificate];
const FINGERPRINTS = Buffer.concat(CHAIN.map((der) => createHash('sha256').update(der).digest()));
const LISTED = vector(3, Buffer.concat(CHAIN.map((der) => vector(3, der))));
/** Everyday certificates for watched names, besides the odd ones. */
const PLAIN = 250;

/**
 * So many entries, of the same names on every run: by turns a final certificate and a precertificate, among them 250 for watched
 * names and every odd one, spread evenly.
 */
export function makeEntries(size: number): Entries {
  const kinds = templates();
  const special = specialEntries(size);
  return {
    size,
    specials: [...special.values()].map(({ about }) => about),
    at(index) {
      const timestamp = SINCE + index;
      const known = special.get(index);
      if (known !== undefined) return { timestamp, signed: known.signed };
      const kind = kinds[index % kinds.length];
      if (kind === undefined) throw new Error('there are no templates');
      return index % 2 === 0
        ? { timestamp, signed: { certificate: stamped(kind.certificate, index) } }
        : {
            timestamp,
            signed: { precertificate: stamped(kind.precertificate, index), tbs: stamped(kind.tbs, index) },
          };
    },
  };
}

function specialEntries(size: number): ReadonlyMap<number, { about: Special; signed: MadeEntry['signed'] }> {
  const plain = Array.from({ length: PLAIN }, (_, i) => {
    const watched = WATCHED[i % WATCHED.length] ?? '';
    const name = watched.startsWith('.') ? `n${i}${watched}` : watched;
    return {
      title: `an everyday certificate for ${watched}`,
      concerns: true,
      request: { names: [`m${i}.else.test`, name], publicKey: PUBLIC_KEY, notBefore: SINCE },
    };
  });
  const all = [...ODD, ...plain];
  const step = Math.floor(size / all.length);
  if (step < 1) throw new Error(`expected a log of ${all.length} entries or more; ${size} came`);
  return new Map(
    all.map(({ title, concerns, request }, nth) => {
      const { certificate, precertificate } = CA.issue(request);
      const { tbs } = submitted();
      const index = nth * step + (nth % step);
      const final = nth % 3 === 0;
      const signed = final ? { certificate } : { precertificate, tbs: Buffer.from(tbs) };
      const sha256 = createHash('sha256')
        .update(final ? certificate : precertificate)
        .digest('hex');
      return [index, { about: { index, title, concerns, sha256 }, signed }];
    }),
  );
}

/*
 * TimestampedEntry (RFC 6962, section 3.4): u64 timestamp, u16 type, type 0: u24 certificate; type 1: issuer key
 * hash[32], u24 TBS; then u16 extensions.
 */
export function timestampedEntry({ timestamp, signed }: MadeEntry, extensions: Uint8Array): Buffer {
  const body =
    'certificate' in signed
      ? [Uint8Array.of(0, 0), vector(3, signed.certificate)]
      : [Uint8Array.of(0, 1), ISSUER_KEY_HASH, vector(3, signed.tbs)];
  return Buffer.concat([u64(timestamp), ...body, vector(2, extensions)]);
}

export function leafInput(entry: MadeEntry, extensions: Uint8Array = Buffer.alloc(0)): Buffer {
  return Buffer.concat([Uint8Array.of(0, 0), timestampedEntry(entry, extensions)]);
}

/** Of an RFC 6962 log: the precertificate, if it is one, and the chain. */
export function extraData({ signed }: MadeEntry): Buffer {
  return 'certificate' in signed ? LISTED : Buffer.concat([vector(3, signed.precertificate), LISTED]);
}

/** TileLeaf (c2sp.org/static-ct-api): TimestampedEntry, the precertificate, if it is one, fingerprints of the chain. */
export function tileLeaf(entry: MadeEntry, extensions: Uint8Array): Buffer {
  return Buffer.concat([
    timestampedEntry(entry, extensions),
    ...('certificate' in entry.signed ? [] : [vector(3, entry.signed.precertificate)]),
    vector(2, FINGERPRINTS),
  ]);
}

export const ISSUERS: ReadonlyMap<string, Buffer> = new Map(
  CHAIN.map((der) => [createHash('sha256').update(der).digest('hex'), der]),
);
