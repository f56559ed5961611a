import path from 'node:path';
import type { CertificateFiles } from '../ct/index.js';
// by itself, so that the Action starts without the rest of the room
import { systemCertificateFiles } from '../ct/source/system-files.js';
import { inside } from './workspace.js';

/** Certificates below the roots, and nothing else: a path or a link that leads out rejects with `PATH_OUTSIDE`. */
export function workspaceCertificates(roots: readonly [string, ...string[]]): CertificateFiles {
  const real = (file: string): Promise<string> => inside(path.resolve(roots[0], file), file, roots);
  return {
    list: async (file, most) => systemCertificateFiles.list(await real(file), most),
    read: async (file) => systemCertificateFiles.read(await real(file)),
  };
}
