import { TILE_WIDTH, type HashTile } from '../merkle/tiles.js';

/** The path of a tile below a log's monitoring prefix: of hashes by their level, of entries, or of names. */
export interface TilePath {
  readonly level: HashTile['level'] | 'data' | 'names';
  readonly index: number;
  /** 1 to 256; 256 is a full tile. */
  readonly width: number;
}

const PATH =
  /^tile\/(?<level>[0-9]|[1-5][0-9]|6[0-3]|data|names)\/(?<index>(?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/(?<width>[1-9][0-9]{0,2}))?$/;
const MAX_GROUPS = 5;

/**
 * `tile/<L>/<N>[.p/<W>]` (c2sp.org/static-ct-api, "Merkle Tree"): N in groups of three digits, all but the last with an x
 * before them.
 */
export function tilePath({ level, index, width }: TilePath): string {
  return `tile/${level}/${tileIndex(index)}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** N of a tile path: 1234067 is `x001/x234/067`. */
export function tileIndex(index: number): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.{3}/g) ?? [];
  return groups.map((group, i) => (i === groups.length - 1 ? group : `x${group}`)).join('/');
}

/** The path of an issuer's certificate, by the SHA-256 of its DER in lower-case hex. */
export function issuerPath(sha256: string): string {
  return `issuer/${sha256}`;
}

/** Reads what `tilePath` writes; `undefined` for any other spelling, of which a cache would know nothing. */
export function parseTilePath(path: string): TilePath | undefined {
  const groups = PATH.exec(path)?.groups;
  if (groups === undefined) return undefined;
  const digits = (groups['index'] ?? '').split('/');
  if (digits.length > MAX_GROUPS || (digits.length > 1 && digits[0] === 'x000')) return undefined;
  const index = Number(digits.join('').replaceAll('x', ''));
  const width = Number(groups['width'] ?? TILE_WIDTH);
  if (width > TILE_WIDTH || (groups['width'] !== undefined && width === TILE_WIDTH)) return undefined;
  const named = groups['level'];
  return { level: named === 'data' || named === 'names' ? named : Number(named), index, width };
}
