import { expect, it } from 'vitest';
import { progressLine } from './progress.js';

function terminal(isTTY: boolean): {
  written: string[];
  time: { now: number };
  line: ReturnType<typeof progressLine>;
} {
  const written: string[] = [];
  const time = { now: 0 };
  const line = progressLine({
    stderr: { write: (text) => void written.push(text), isTTY, columns: 60 },
    clock: { now: () => 0, monotonic: () => time.now },
  });
  return { written, time, line };
}

it('progress is one line that is drawn over, fits the terminal, and is wiped at the end', () => {
  const { written, time, line } = terminal(true);
  line.progress({ kind: 'begun', domains: 7 });
  time.now = 5_000;
  line.progress({ kind: 'domain', zone: 'example.com', done: 3, domains: 7 });
  line.progress({ kind: 'lookup', zone: 'example.com', lookups: 99 });
  line.end();
  expect(written).toHaveLength(2);
  expect(written[0]).toContain('looking: 3 of 7 domains');
  expect(written[0]!.length).toBeLessThan(70);
  expect(written[1]).toBe('\r\u001b[2K');
});

it('a run that is short shows nothing, nor does one without a terminal', () => {
  const short = terminal(true);
  short.line.progress({ kind: 'begun', domains: 1 });
  short.line.end();
  expect(short.written).toEqual([]);
  const piped = terminal(false);
  piped.time.now = 60_000;
  piped.line.progress({ kind: 'begun', domains: 1 });
  piped.line.end();
  expect(piped.written).toEqual([]);
});
