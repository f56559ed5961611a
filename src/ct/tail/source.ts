import { messageOf } from '../../base/error.js';
import type { Issuance, IssuanceSource, SourceResult } from '../model.js';
import { parseWatchList, WatchList } from '../watch/watch-list.js';
import { readCertificate } from '../x509/read.js';
import { TailFiles } from './files.js';
import type { LogState } from './state.js';

export interface TailSourceOptions {
  /** State directory of a tail. */
  readonly directory: string;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** A log of which nothing newer than this is verified is not seen, milliseconds. */
  readonly freshMs?: number;
}

/** A log signs a head every day at the latest; a tail that reads it every few minutes has one of the last 26 hours. */
const FRESH_MS = 26 * 3_600_000;

/**
 * What a tail has found, as a source. It is complete if every log was read up to a head that is still fresh, and under a
 * watch list that had the domain in it from where reading began; else it says what could have been missed. Never rejects.
 */
export function tailSource(options: TailSourceOptions): IssuanceSource {
  const files = new TailFiles(options.directory);
  return {
    id: 'tail',
    partial: true,
    query: async (domain, { includeSubdomains }) => {
      try {
        return await answer(files, { domain, below: includeSubdomains }, options);
      } catch (thrown) {
        const detail = `the state of the tail cannot be read: ${messageOf(thrown)}`;
        return { issuances: [], complete: false, failure: { code: 'internal', detail }, pages: 0 };
      }
    },
  };
}

interface Asked {
  readonly domain: string;
  readonly below: boolean;
}

async function answer(files: TailFiles, asked: Asked, options: TailSourceOptions): Promise<SourceResult> {
  const logs = await files.logs();
  const lacks: string[] = logs.length === 0 ? ['no log was ever read into this directory'] : [];
  const issuances: Issuance[] = [];
  let asOf = Infinity;
  for (const logId of logs) {
    const state = await files.state(logId);
    const lack = state === undefined ? 'it was not read yet' : await lackOf(state, asked, files, options);
    if (lack !== undefined) lacks.push(`log ${logId.slice(0, 16)}: ${lack}`);
    asOf = Math.min(asOf, state?.head?.timestamp ?? 0);
    issuances.push(...(await issuancesOf(logId, asked, files)));
  }
  return {
    issuances,
    complete: lacks.length === 0,
    ...(lacks.length === 0 ? {} : { failure: { code: 'limit', detail: lacks.slice(0, 20).join('; ') } }),
    pages: logs.length,
    ...(Number.isFinite(asOf) && asOf > 0 ? { asOf } : {}),
  };
}

/** What could have been missed of a log, in words; `undefined`: nothing. */
async function lackOf(
  { head, position, verified, watched }: LogState,
  asked: Asked,
  files: TailFiles,
  { now, freshMs = FRESH_MS }: TailSourceOptions,
): Promise<string | undefined> {
  if (head === undefined) return 'none of its heads was verified yet';
  const hours = Math.round((now() - head.timestamp) / 3_600_000);
  if (now() - head.timestamp > freshMs) return `its last verified head is ${hours} hours old`;
  if (position.size > verified.size && head.size < position.size)
    return `${position.size - verified.size} entries are read and not verified`;
  // The lists in force, the last one first, as long as they have the domain in them.
  let from: number | undefined;
  for (const { list, from: since } of watched.toReversed()) {
    if (!covers((await files.list(list)) ?? '', asked)) break;
    from = since;
  }
  if (from === undefined) return 'its watch list does not have the domain in it';
  const [first] = watched;
  return from > (first?.from ?? 0) ? `the domain is watched from entry ${from} on only` : undefined;
}

function covers(list: string, { domain, below }: Asked): boolean {
  return parseWatchList(list).some(
    (item) =>
      (item.name === domain && (item.below || !below)) || (item.below && domain.endsWith(`.${item.name}`)),
  );
}

/** Certificates that concern the domain, and those of which that cannot be told. */
async function issuancesOf(logId: string, asked: Asked, files: TailFiles): Promise<readonly Issuance[]> {
  const list = new WatchList([{ name: asked.domain, below: asked.below }]);
  const found: Issuance[] = [];
  for (const { index, der, chain, issuerSpkiSha256 } of await files.matches(logId)) {
    const { names, problems } = readCertificate(der);
    const concerned =
      problems.length > 0 || names.some((name) => name.kind !== 'ip' && list.findName(name) >= 0);
    if (!concerned) continue;
    found.push({
      der,
      id: `${logId}/${index}`,
      entry: { logId, index },
      ...(issuerSpkiSha256 === undefined ? {} : { issuerSpkiSha256 }),
      ...(chain.length === 0 ? {} : { chain }),
    });
  }
  return found;
}
