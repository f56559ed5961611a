import { createHash } from 'node:crypto';
import { issuerPath } from '../log/tile-path.js';
import type { LogHttp } from './log-http.js';

/** Certificates that are kept; a log has some thousand issuers, and few of them issue for one watch list. */
const MOST = 1_000;

/** Certificates of issuers of a static log, by the SHA-256 of their DER. */
export class IssuerCache {
  readonly #known = new Map<string, Uint8Array>();

  constructor(private readonly http: LogHttp) {}

  /** The chain as far as the log has it: it ends before the first certificate that the log does not give, or gives wrong. */
  async chainOf(fingerprints: readonly string[]): Promise<readonly Uint8Array[]> {
    const chain: Uint8Array[] = [];
    for (const fingerprint of fingerprints) {
      const der = this.#known.get(fingerprint) ?? (await this.#ask(fingerprint));
      if (der === undefined) break;
      chain.push(der);
    }
    return chain;
  }

  async #ask(fingerprint: string): Promise<Uint8Array | undefined> {
    const answer = await this.http.get(issuerPath(fingerprint));
    if (!('body' in answer)) return undefined;
    const der = Uint8Array.from(answer.body);
    if (createHash('sha256').update(der).digest('hex') !== fingerprint) return undefined;
    if (this.#known.size >= MOST) this.#known.clear();
    this.#known.set(fingerprint, der);
    return der;
  }
}
