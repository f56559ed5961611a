import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CertificateFiles } from './files.js';

/** Directories within directories that are looked into. */
const DEEPEST = 16;

/** The real files of this machine. Links are followed to files, as certbot's `live` needs, and not to directories. */
export const systemCertificateFiles: CertificateFiles = {
  async list(path, most) {
    const found: { readonly path: string; readonly octets: number }[] = [];
    const top = await stat(path);
    if (top.isFile()) return [{ path, octets: top.size }];
    const look = async (directory: string, depth: number): Promise<void> => {
      const entries = await readdir(directory, { withFileTypes: true });
      for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
        if (found.length >= most) return;
        const at = join(directory, entry.name);
        if (entry.isDirectory()) {
          if (depth < DEEPEST) await look(at, depth + 1);
          continue;
        }
        // a link to nowhere is no file
        const target = await stat(at).catch(() => undefined);
        if (target?.isFile() === true) found.push({ path: at, octets: target.size });
      }
    };
    await look(path, 0);
    return found;
  },
  read: (path) => readFile(path),
};
