import { constants, open } from 'node:fs/promises';
import { MAX_FILE_CHARACTERS } from './document.js';
import type { PolicyReader } from './lineage.js';

/** Octets that are read of one file: UTF-8 takes up to three for a character of one UTF-16 unit. */
const MAX_OCTETS = 3 * MAX_FILE_CHARACTERS;

/**
 * Reads policies from this machine's disk. Regular files only, up to a size: what a policy extends is named by the policy, and a
 * device or a pipe would never end.
 */
export const diskReader: PolicyReader = {
  async readFile(path) {
    // Without waiting: a pipe that nobody writes to would be opened for ever. Windows has no such flag.
    const { O_RDONLY, O_NONBLOCK = 0 } = constants as Partial<typeof constants> &
      Pick<typeof constants, 'O_RDONLY'>;
    const file = await open(path, O_RDONLY | O_NONBLOCK);
    try {
      const stat = await file.stat();
      if (stat.isDirectory()) throw Object.assign(new Error('it is a directory'), { code: 'EISDIR' });
      if (!stat.isFile()) throw new Error('it is no regular file');
      if (stat.size > MAX_OCTETS) throw new Error(`it has ${stat.size} octets, more than ${MAX_OCTETS}`);
      const octets = Buffer.alloc(stat.size);
      const { bytesRead } = await file.read(octets, 0, octets.length, 0);
      return decode(octets.subarray(0, bytesRead));
    } finally {
      await file.close();
    }
  },
};

/** YAML 1.2.2, section 5.2: UTF-8. Anything else would be shown as something that it is not. */
function decode(octets: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets);
  } catch (cause) {
    throw new Error('it is not UTF-8 text', { cause });
  }
}
