import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CliPorts, Files, Sink } from './ports.js';

/** The real outside: this process, this machine's files and its clock. */
export function systemPorts(signal: AbortSignal): CliPorts {
  return {
    stdout: sinkOf(process.stdout),
    stderr: sinkOf(process.stderr),
    env: process.env,
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    files: systemFiles,
    signal,
  };
}

export const systemFiles: Files = {
  read: (file) => readFile(file, 'utf8'),
  write: async (file, text, { overwrite }) => {
    await mkdir(path.dirname(path.resolve(file)), { recursive: true });
    await writeFile(file, text, { flag: overwrite ? 'w' : 'wx' });
  },
};

function sinkOf(stream: NodeJS.WriteStream): Sink {
  return {
    write: (text) => void stream.write(text),
    isTTY: stream.isTTY === true,
    get columns() {
      return stream.columns;
    },
  };
}
