/** The tail in a process of its own, as users run it: one round over one log, then what it took. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { followedLogs } from '../../../../src/ct/tail/followed.js';
import { readTrustedLogList } from '../../../../src/ct/loglist/signature.js';
import { createNodeFetch } from '../../../../src/ct/tail/system-fetch.js';
import { runTail } from '../../../../src/ct/tail/tail.js';
import { parseWatchList } from '../../../../src/ct/watch/watch-list.js';
import type { TailOrder, TailReport } from './tail-run.js';

process.once('message', (order) => void run(order as TailOrder));

async function run({ list, watchFile, state, keepEvery }: TailOrder): Promise<void> {
  const logs = readTrustedLogList(readFileSync(list));
  if (!logs.ok) throw new Error(logs.problem);
  process.send?.('begun');
  const started = performance.now();
  const http = createNodeFetch(8);
  const findings: string[] = [];
  let matches = 0;
  const { rounds } = await runTail(
    {
      logs: followedLogs(logs.value),
      watch: parseWatchList(readFileSync(watchFile, 'utf8')),
      directory: state,
      once: true,
      startAtEnd: false,
      intervalMs: 1_000,
      rate: [],
      userAgent: 'caa-guard test',
      ...(keepEvery === undefined ? {} : { keepEvery: { entries: keepEvery } }),
    },
    {
      fetch: http.fetch,
      recycle: http.recycle,
      clock: { now: () => Date.now(), monotonic: () => performance.now() },
      sleep: (ms) => sleep(ms),
      report: (event) => {
        if (event.kind === 'match') matches++;
        else if (event.kind === 'finding') findings.push(event.finding.kind);
      },
    },
  );
  http.close();
  const used = process.cpuUsage();
  process.send?.({
    rounds: [...rounds.values()],
    matches,
    findings,
    wall: (performance.now() - started) / 1000,
    cpu: (used.user + used.system) / 1e6,
    memory: process.resourceUsage().maxRSS * 1024,
  } satisfies TailReport);
  process.disconnect();
}
