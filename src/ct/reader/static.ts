import { hash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { readSignedCheckpoint } from '../log/checkpoint.js';
import { issuerPath, tilePath, type TilePath } from '../log/tile-path.js';
import { parseCheckpoint } from '../log/checkpoint.js';
import { HASH_SIZE } from '../merkle/hash.js';
import { TILE_WIDTH } from '../merkle/tiles.js';
import { READER_LIMITS, unfit, type Ask } from './asking.js';
import type { AskOptions, Got, LogPlace, StaticClient } from './model.js';

const OCTETS = { accept: 'application/octet-stream' } as const;
const ENTRIES = { accept: 'application/octet-stream', entries: true } as const;

/** A client of a static log. `entriesOctets` bounds data tiles that come compressed without a word. */
export function staticClient(
  log: LogPlace,
  ask: Ask,
  entriesOctets = READER_LIMITS.entriesOctets,
): StaticClient {
  /** The tile, or the full one in place of a partial one that is no longer there. */
  const tile = async (
    path: TilePath,
    what: typeof OCTETS | typeof ENTRIES,
    options: AskOptions | undefined,
  ): Promise<Got<Buffer>> => {
    const answer = await ask(tilePath(path), what, options);
    if (answer.ok || answer.code !== 'not-found' || path.width === TILE_WIDTH) return answer;
    const full = await ask(tilePath({ ...path, width: TILE_WIDTH }), what, options);
    return full.ok || full.code !== 'not-found' ? full : answer;
  };
  return {
    kind: 'static',
    log,
    async head(options) {
      const answer = await ask('checkpoint', { accept: 'text/plain' }, options);
      if (!answer.ok) return answer;
      const raw = answer.value;
      const read = readSignedCheckpoint(raw, log);
      if (read.ok) return { ok: true, value: { head: read.value.head, raw } };
      const shaped = parseCheckpoint(raw, { origin: log.origin, logId: log.key.id }).ok;
      return shaped
        ? unfit('bad-signature', read.problem, log, 'checkpoint', raw)
        : unfit('bad-shape', `the log's checkpoint cannot be read: ${read.problem}`, log, 'checkpoint', raw);
    },
    async tile(wanted, options) {
      const answer = await tile(wanted, OCTETS, options);
      if (!answer.ok) return answer;
      const { length } = answer.value;
      if (length === wanted.width * HASH_SIZE || length === TILE_WIDTH * HASH_SIZE) return answer;
      const detail = `a tile of ${wanted.width} hashes has ${length} octets`;
      return unfit('bad-shape', detail, log, tilePath(wanted), answer.value);
    },
    async dataTile(wanted, options) {
      const path: TilePath = { level: 'data', ...wanted };
      const answer = await tile(path, ENTRIES, options);
      if (!answer.ok || !isGzip(answer.value)) return answer;
      try {
        return { ok: true, value: gunzipSync(answer.value, { maxOutputLength: entriesOctets }) };
      } catch {
        const detail = 'a data tile came compressed, and cannot be unpacked within its bound';
        return unfit('bad-shape', detail, log, tilePath(path));
      }
    },
    async issuer(sha256, options) {
      const path = issuerPath(sha256);
      const answer = await ask(path, { accept: 'application/pkix-cert' }, options);
      if (!answer.ok || hash('sha256', answer.value, 'hex') === sha256) return answer;
      const detail = 'the certificate that the log keeps under a digest has another digest';
      return unfit('bad-hash', detail, log, path, answer.value);
    },
  };
}

/** No entry begins so: its first octets would be a time 70 million years ahead. */
function isGzip(octets: Buffer): boolean {
  return octets[0] === 0x1f && octets[1] === 0x8b;
}
