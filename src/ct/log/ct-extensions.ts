import { u16At, u40At } from './wire.js';

/*
 * struct {
 *    ExtensionType extension_type;        -- u8: leaf_index(0)
 *    opaque extension_data<0..2^16-1>;    -- u16 length
 * } Extension;
 * Extension CTExtensions<0..2^16-1>;      (c2sp.org/static-ct-api, "SCT Extension")
 */
const LEAF_INDEX = 0;
const LEAF_INDEX_SIZE = 5;

export interface CtExtensions {
  /** Whether the octets are such a list, without a type that comes twice. RFC 6962 itself gives them no meaning. */
  readonly readable: boolean;
  /** Index of the entry in its log, 40 bits. */
  readonly leafIndex: number | undefined;
}

const NONE: CtExtensions = { readable: true, leafIndex: undefined };
const BROKEN: CtExtensions = { readable: false, leafIndex: undefined };

/** Reads `bytes` from `start` to `end`, which hold the list without its own length. */
export function readCtExtensions(bytes: Uint8Array, start = 0, end = bytes.length): CtExtensions {
  if (start === end) return NONE;
  const seen: boolean[] = [];
  let leafIndex: number | undefined;
  for (let at = start; at < end;) {
    if (at + 3 > end) return BROKEN;
    const type = bytes[at] ?? 0;
    const length = u16At(bytes, at + 1);
    at += 3;
    if (at + length > end || seen[type] === true) return BROKEN;
    seen[type] = true;
    if (type === LEAF_INDEX) {
      if (length !== LEAF_INDEX_SIZE) return BROKEN;
      leafIndex = u40At(bytes, at);
    }
    at += length;
  }
  return { readable: true, leafIndex };
}
