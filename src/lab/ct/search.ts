import { createPublicKey } from 'node:crypto';
import type { Issued } from './ca.js';
import { sha256Hex } from './certificate.js';

/** One certificate in the index. */
export interface SearchEntry {
  readonly id: number;
  readonly der: Buffer;
  readonly issued: Issued;
  /** When the index has it, Unix milliseconds. */
  readonly seenAt: number;
}

export interface SearchQuery {
  readonly domain: string;
  readonly includeSubdomains: boolean;
  readonly matchWildcards: boolean;
  /** Only what was discovered after this id. */
  readonly after: number;
  readonly expand: ReadonlySet<string>;
}

/** An index of certificates with the manners of SSLMate's: unexpired ones only, in order of discovery, page by page. */
export class CtIndex {
  /** In order of discovery: an id is a place in here. */
  readonly #entries: Omit<SearchEntry, 'id'>[] = [];
  readonly #hidden = new Set<Issued>();

  constructor(
    /** Unix milliseconds; may be virtual. */
    private readonly now: () => number,
    readonly pageSize = 100,
  ) {}

  /**
   * Puts a certificate into the index, to be seen from `seenAt` on (default: its notBefore). `both` puts precertificate
   * and certificate in, as logs have them; SSLMate shows one of the two.
   */
  add(
    issued: Issued,
    options: { readonly as?: 'precertificate' | 'certificate' | 'both'; readonly seenAt?: number } = {},
  ): void {
    const { as = 'certificate', seenAt = issued.notBefore } = options;
    const ders = [
      ...(as === 'certificate' ? [] : [issued.precertificate]),
      ...(as === 'precertificate' ? [] : [issued.certificate]),
    ];
    const after = this.#entries.findIndex((one) => one.seenAt > seenAt);
    const place = after < 0 ? this.#entries.length : after;
    this.#entries.splice(place, 0, ...ders.map((der) => ({ der, issued, seenAt })));
  }

  /** Hides what was issued, as a source does that lags or lies. */
  hide(issued: Issued): void {
    this.#hidden.add(issued);
  }

  page(query: SearchQuery): readonly SearchEntry[] {
    return this.all({ unexpired: true })
      .filter(({ id }) => id > query.after)
      .filter(({ issued }) => issued.names.some((name) => matches(name.toLowerCase(), query)))
      .slice(0, this.pageSize);
  }

  /** All that is seen by now and not hidden. */
  all({ unexpired }: { readonly unexpired: boolean }): readonly SearchEntry[] {
    const now = this.now();
    return this.#entries
      .map((entry, place) => ({ ...entry, id: place + 1 }))
      .filter(({ seenAt, issued }) => seenAt <= now && (!unexpired || issued.notAfter > now))
      .filter(({ issued }) => !this.#hidden.has(issued));
  }
}

function matches(name: string, { domain, includeSubdomains, matchWildcards }: SearchQuery): boolean {
  if (name === domain || (includeSubdomains && name.endsWith(`.${domain}`))) return true;
  const parent = domain.slice(domain.indexOf('.') + 1);
  return matchWildcards && name === `*.${parent}`;
}

/** The object that the API gives for an entry (CT Search API v1); what is not in `expand` is left out. */
export function entryJson(
  { id, der, issued }: SearchEntry,
  expand: ReadonlySet<string>,
): Record<string, unknown> {
  const { ca } = issued;
  const operator = { name: ca.spec.name, website: 'https://ca.invalid/' };
  const issuer = {
    ...(expand.has('issuer.friendly_name') ? { friendly_name: ca.spec.name } : {}),
    ...(expand.has('issuer.website') ? { website: operator.website } : {}),
    ...(expand.has('issuer.caa_domains') ? { caa_domains: ca.spec.caaDomains } : {}),
    ...(expand.has('issuer.operator') ? { operator } : {}),
    pubkey_sha256: sha256Hex(ca.intermediate.spki),
    name: `C=XX, O=${ca.spec.name} (lab), CN=${ca.spec.name} (lab) Intermediate`,
  };
  const optional: Record<string, () => unknown> = {
    dns_names: () => [...new Set(issued.names.map((name) => name.toLowerCase()))].sort(),
    pubkey_der: () => Buffer.from(issued.publicKey).toString('base64'),
    pubkey: () => publicKeyJson(issued.publicKey),
    issuer: () => issuer,
    revocation: () => ({ time: null, reason: null, checked_at: null }),
    problem_reporting: () => `Write to abuse@${ca.spec.caaDomains[0] ?? 'ca.invalid'}. This is a lab.`,
    cert_der: () => der.toString('base64'),
  };
  const wanted = (key: string): boolean =>
    expand.has(key) || [...expand].some((one) => one.startsWith(`${key}.`));
  return {
    id: String(id),
    tbs_sha256: issued.tbsSha256,
    cert_sha256: sha256Hex(der),
    pubkey_sha256: issued.spkiSha256,
    not_before: isoSeconds(issued.notBefore),
    not_after: isoSeconds(issued.notAfter),
    revoked: false,
    ...Object.fromEntries(
      Object.entries(optional)
        .filter(([key]) => wanted(key))
        .map(([key, make]) => [key, make()]),
    ),
  };
}

function publicKeyJson(spki: Uint8Array): unknown {
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  return key.asymmetricKeyType === 'rsa'
    ? { type: 'rsa', bit_length: modulusLength }
    : { type: 'ecdsa', curve: namedCurve === 'prime256v1' ? 'P-256' : namedCurve };
}

function isoSeconds(at: number): string {
  return new Date(at).toISOString().replace(/\.[0-9]+Z$/, 'Z');
}
