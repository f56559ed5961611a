import { messageOf } from '../../base/error.js';
import {
  beginsPrivateKey,
  HEAD_OCTETS,
  holdsPrivateKeyLabel,
  privateKeyFound,
  readMaterial,
  type ReadMaterial,
} from './material.js';

/** Files as the ledger sees them. All reject with a Node error when they cannot. */
export interface MaterialFiles {
  /**
   * The octets of a regular file, the first piece of at most `first` octets, those after it of at most `then`. Whoever
   * stops asking has read no further.
   */
  pieces(path: string, first: number, then: number): AsyncIterable<Uint8Array>;
  /** What stands in a directory, links resolved, sorted by name; at most `most`. */
  list(
    path: string,
    most: number,
  ): Promise<readonly { readonly name: string; readonly kind: 'file' | 'directory' | 'other' }[]>;
}

/** A fullchain of large certificates has some 20,000. */
const MOST_OCTETS = 256 * 1024;
/** As long as the shortest line with which a private key in PEM begins: hardly an octet of the key itself is read. */
const PIECE = 32;
/** Characters that are looked back on for the line that begins a key. */
const LABEL = 80;

/** Reads one file, and stops where it turns out to hold a private key. Never rejects. */
export async function readMaterialFile(files: MaterialFiles, path: string): Promise<ReadMaterial> {
  const pieces: Uint8Array[] = [];
  let octets = 0;
  let tail = '';
  try {
    for await (const piece of files.pieces(path, HEAD_OCTETS, PIECE)) {
      if (octets === 0 && beginsPrivateKey(piece)) return privateKeyFound;
      octets += piece.length;
      if (octets > MOST_OCTETS)
        return { problem: 'too-large', detail: `the file has more than ${MOST_OCTETS} octets` };
      tail = (tail + Buffer.from(piece).toString('latin1')).slice(-LABEL);
      if (holdsPrivateKeyLabel(tail)) return privateKeyFound;
      pieces.push(piece);
    }
  } catch (thrown) {
    return { problem: 'unreadable', detail: `it cannot be read: ${messageOf(thrown)}` };
  }
  return readMaterial(Buffer.concat(pieces));
}

const CERTIFICATE_FILE = /\.(pem|crt|cer|der|csr|req)$/i;
const MOST_ENTRIES = 10_000;
const DEEPEST = 8;

/** The files in and below a directory whose names say that they hold certificates or requests, sorted; bounded. */
export async function materialPaths(files: MaterialFiles, directory: string): Promise<readonly string[]> {
  const found: string[] = [];
  const look = async (path: string, depth: number): Promise<void> => {
    for (const { name, kind } of await files.list(path, MOST_ENTRIES)) {
      if (found.length >= MOST_ENTRIES) return;
      if (kind === 'directory' && depth < DEEPEST) await look(`${path}/${name}`, depth + 1);
      else if (kind === 'file' && CERTIFICATE_FILE.test(name)) found.push(`${path}/${name}`);
    }
  };
  await look(directory.replace(/(.)\/+$/, '$1'), 0);
  return found;
}
