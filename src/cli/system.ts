import { readFile, stat } from 'node:fs/promises';
import { screen } from '../report/screen.js';
import type { CliPorts, Files, Sink } from './ports.js';
import { createWhole, writeWhole } from './whole-file.js';

/** The real outside: this process, this machine's files and its clock. */
export function systemPorts(signal: AbortSignal): CliPorts {
  return {
    stdout: sinkOf(process.stdout),
    stderr: sinkOf(process.stderr),
    stdin: readStdin,
    env: process.env,
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    files: systemFiles,
    signal,
  };
}

export const systemFiles: Files = {
  read: async (file) => {
    // What a policy extends is named by the policy: a device or a pipe would never end.
    const found = await stat(file);
    if (!found.isFile())
      throw Object.assign(new Error('it is no regular file'), found.isDirectory() ? { code: 'EISDIR' } : {});
    return readFile(file, 'utf8');
  },
  write: (file, text, { overwrite }) => (overwrite ? writeWhole(file, text) : createWhole(file, text)),
  replace: writeWhole,
};

/** Longest standard input that is taken, in bytes. */
const MOST_STDIN = 512 * 1024 * 1024;

async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MOST_STDIN) throw new Error(`it is longer than ${MOST_STDIN} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function sinkOf(stream: NodeJS.WriteStream): Sink {
  return {
    // Whatever was forgotten on the way: nothing that a terminal or a runner obeys gets out.
    write: (text) => void stream.write(screen(text)),
    isTTY: stream.isTTY === true,
    get columns() {
      return stream.columns;
    },
  };
}
