import { readCertificate } from '../x509/read.js';

/** What a source says of a certificate beside its bytes; hexadecimal, as it came. */
export interface Claims {
  readonly sha256?: string;
  readonly tbsSha256?: string;
  readonly spkiSha256?: string;
  readonly serial?: string;
}

const WORDS: Readonly<Record<keyof Claims, string>> = {
  sha256: 'the digest',
  tbsSha256: 'the digest of the TBS',
  spkiSha256: 'the digest of the public key',
  serial: 'the serial number',
};

/** Longest claim that is shown. */
const MOST_SHOWN = 80;

/**
 * Where the certificate's own bytes say something else than the source: a sentence each, for `SourceResult.contradictions`.
 * The bytes count; that the source is wrong is worth knowing.
 */
export function contradictionsOf(id: string, claims: Claims, der: Uint8Array): readonly string[] {
  const keys = (Object.keys(WORDS) as (keyof Claims)[]).filter((key) => claims[key] !== undefined);
  if (keys.length === 0) return [];
  const facts = readCertificate(der);
  return keys.flatMap((key) => {
    const claimed = claims[key] ?? '';
    if (plainHex(key, claimed) === plainHex(key, facts[key])) return [];
    return [
      `entry ${shown(id)}: ${WORDS[key]} is said to be ${shown(claimed)}, and is ${facts[key]} by the certificate's own bytes`,
    ];
  });
}

/** Serial numbers are written with and without leading zeros. */
function plainHex(key: keyof Claims, hex: string): string {
  const lower = hex.toLowerCase();
  return key === 'serial' ? lower.replace(/^0+/, '') : lower;
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, MOST_SHOWN));
}
