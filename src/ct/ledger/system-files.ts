import { constants, open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { MaterialFiles } from './files.js';

/** The files of this machine. Links are followed, as `live/` of certbot is made of them; devices and pipes are not opened. */
export const systemMaterialFiles: MaterialFiles = {
  async *pieces(file, first, then) {
    const { O_RDONLY, O_NONBLOCK = 0 } = constants as Partial<typeof constants> &
      Pick<typeof constants, 'O_RDONLY'>;
    const handle = await open(file, O_RDONLY | O_NONBLOCK);
    try {
      if (!(await handle.stat()).isFile()) throw new Error('it is no regular file');
      for (let size = first; ; size = then) {
        const { bytesRead, buffer } = await handle.read(Buffer.alloc(size), 0, size, null);
        if (bytesRead === 0) return;
        yield buffer.subarray(0, bytesRead);
      }
    } finally {
      await handle.close();
    }
  },
  async list(directory, most) {
    const names = (await readdir(directory)).sort().slice(0, most);
    return Promise.all(
      names.map(async (name) => {
        // A link to nowhere is nothing that could be read.
        const facts = await stat(path.join(directory, name)).catch(() => undefined);
        const kind =
          facts?.isFile() === true ? 'file' : facts?.isDirectory() === true ? 'directory' : 'other';
        return { name, kind };
      }),
    );
  },
};
