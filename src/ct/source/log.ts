import { issuerKeyHashOf, contentOf } from '../log/entry.js';
import type { Issuance, IssuanceSource, SourceResult } from '../model.js';
import type { LogReader } from '../reader/client.js';
import type { AskOptions, LogClient, LogPlace, StaticClient } from '../reader/model.js';
import { logView, tbsOfPreissued } from '../x509/log-view.js';
import { WatchList } from '../watch/watch-list.js';
import { mayConcern } from './entry-names.js';
import { readSpan } from './log-span.js';
import {
  LOG_SPAN_LIMITS,
  type LogRange,
  type LogSpan,
  type LogSpanLimits,
  type SpanEntry,
} from './log-span-model.js';

export interface LogSourceOptions {
  readonly log: LogPlace;
  readonly reader: LogReader;
  /** Monotonic. */
  readonly clock: { monotonic(): number };
  readonly range: LogRange;
  readonly limits?: Partial<LogSpanLimits>;
}

/**
 * One log, read directly: every entry of a range is proven to be in the tree that the log signed, and those that may
 * concern the domain are given. The log is read once, whatever the number of domains. For labs, logs of one's own, and a
 * look at what came last: who wants to follow a log for long keeps a state. Never rejects.
 */
export function createLogSource(options: LogSourceOptions): IssuanceSource {
  const { log, reader, clock, range } = options;
  const limits = { ...LOG_SPAN_LIMITS, ...options.limits };
  const client = reader(log);
  const issuers: Issuers = new Map();
  let reading: { readonly span: Promise<LogSpan>; readonly asking: AskOptions } | undefined;
  return {
    id: `log:${log.description}`,
    partial: true,
    async query(domain, { includeSubdomains, signal }) {
      const asking = reading?.asking ?? { signal, deadline: clock.monotonic() + limits.totalMs };
      reading ??= { asking, span: readSpan(client, range, limits, asking) };
      const span = await reading.span;
      // ended by whom asked first: whoever asks next may have more time
      if (span.failure?.code === 'aborted') reading = undefined;
      const watched = new WatchList([{ name: domain, below: includeSubdomains }]);
      const found = span.entries.filter(({ entry, der }) => mayConcern(watched, entry, der));
      const issuances: Issuance[] = [];
      const contradictions = [...span.contradictions];
      let failure: SourceResult['failure'] = span.failure;
      for (const one of found) {
        const chain = await chainOf(one, client, issuers, { ...asking, signal });
        if ('detail' in chain) failure ??= { code: 'bad-shape', detail: chain.detail };
        const ders = 'ders' in chain ? chain.ders : [];
        const odd = oddity(one, ders);
        if (odd !== undefined) contradictions.push(`${log.description}, entry ${one.index}: ${odd}`);
        issuances.push(issuanceOf(one, ders, log));
      }
      return {
        issuances,
        complete: failure === undefined,
        pages: 1,
        ...(failure === undefined ? {} : { failure }),
        ...(span.head === undefined ? {} : { asOf: span.head.timestamp }),
        ...(contradictions.length === 0 ? {} : { contradictions }),
      };
    },
  };
}

function issuanceOf({ index, entry, der }: SpanEntry, chain: readonly Uint8Array[], log: LogPlace): Issuance {
  const key = issuerKeyHashOf(entry);
  return {
    der,
    id: String(index),
    entry: { logId: log.id, index },
    ...(key === undefined ? {} : { issuerSpkiSha256: Buffer.from(key).toString('hex') }),
    ...(chain.length === 0 ? {} : { chain }),
  };
}

/** Certificates of issuers by their digest, as far as the log gave them. */
type Issuers = Map<string, Buffer>;

/** The chain as the entry has it, or by the digests that it names. */
async function chainOf(
  { chain }: SpanEntry,
  client: LogClient,
  issuers: Issuers,
  options: AskOptions,
): Promise<{ readonly ders: readonly Uint8Array[] } | { readonly detail: string }> {
  if ('ders' in chain) return chain;
  const ders: Uint8Array[] = [];
  for (const sha256 of chain.fingerprints.slice(0, MOST_CHAIN)) {
    const known = issuers.get(sha256);
    if (known === undefined) {
      const got = await (client as StaticClient).issuer(sha256, options);
      if (!got.ok) return { detail: `an issuer of an entry could not be read: ${got.detail}` };
      issuers.set(sha256, got.value);
    }
    ders.push(issuers.get(sha256) ?? Buffer.alloc(0));
  }
  return { ders };
}

const MOST_CHAIN = 10;

/**
 * The precertificate stands beside the entry, and no hash covers it: it has to be of the TBS that the tree has. One that a
 * Precertificate Signing Certificate issued is, once its issuer is put in (RFC 6962, section 3.2).
 */
function oddity({ entry, der }: SpanEntry, [signer, issuer]: readonly Uint8Array[]): string | undefined {
  if (entry.kind !== 'precert') return undefined;
  const logged = contentOf(entry);
  const view = logView(der);
  if (view !== undefined && Buffer.compare(view.tbs, logged) === 0) return undefined;
  const preissued =
    signer === undefined || issuer === undefined ? undefined : tbsOfPreissued(der, signer, issuer);
  if (preissued !== undefined && Buffer.compare(preissued, logged) === 0) return undefined;
  return 'the precertificate beside it is not the one that its tree has';
}
