import type { CliPorts } from '../ports.js';

/** Ports of a test: what was printed is in `out` and `err`, files are in memory. */
export interface TestPorts extends CliPorts {
  out(): string;
  err(): string;
  readonly stored: Map<string, string>;
  interrupt(): void;
}

export function testPorts(
  over: Partial<CliPorts> & { readonly stored?: Map<string, string> } = {},
): TestPorts {
  let out = '';
  let err = '';
  const controller = new AbortController();
  const stored = over.stored ?? new Map<string, string>();
  const missing = (path: string): Error => Object.assign(new Error(`no ${path}`), { code: 'ENOENT' });
  return {
    stdout: { write: (text) => void (out += text), isTTY: false },
    stderr: { write: (text) => void (err += text), isTTY: false },
    env: {},
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    files: {
      read: async (path) => {
        const text = stored.get(path);
        if (text === undefined) throw missing(path);
        return text;
      },
      write: async (path, text, { overwrite }) => {
        if (!overwrite && stored.has(path)) throw Object.assign(new Error('exists'), { code: 'EEXIST' });
        stored.set(path, text);
      },
      replace: async (path, text) => void stored.set(path, text),
    },
    signal: controller.signal,
    interrupt: () => controller.abort(),
    ...over,
    stored,
    out: () => out,
    err: () => err,
  };
}
