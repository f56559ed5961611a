import { LabCa, type Issued } from '../../../src/lab/ct/ca.js';
import { spkiOf } from '../../../src/lab/ct/certificate.js';
import { logListJson } from '../../../src/lab/ct/logs/log-list.js';
import { LogServer } from '../../../src/lab/ct/logs/log-server.js';
import { TreeLog } from '../../../src/lab/ct/logs/tree-log.js';
import { ecKey, P256 } from '../../../src/lab/seeds.js';
import { readLogList, type LogList } from '../../../src/ct/loglist/index.js';
import { createLogReader, type LogReader } from '../../../src/ct/reader/index.js';

export const NOW = Date.parse('2026-11-23T12:00:00Z');
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export type Kind = 'rfc6962' | 'static';

/** One log of each kind with so many entries each, their servers, and a clock that the test moves. */
export class LogWorld {
  now = NOW;
  readonly logs: Readonly<Record<Kind, TreeLog>> = {
    rfc6962: new TreeLog({ description: 'Lab classic', kind: 'rfc6962', origin: 'classic.test' }),
    static: new TreeLog({ description: 'Lab static', kind: 'static', origin: 'static.test/2026h2' }),
  };
  readonly servers: Readonly<Record<Kind, LogServer>> = {
    rfc6962: new LogServer(this.logs.rfc6962, () => this.now),
    static: new LogServer(this.logs.static, () => this.now),
  };
  readonly ca = new LabCa({
    name: 'Lab',
    caaDomains: ['ca.test'],
    since: NOW - DAY,
    logs: [this.logs.rfc6962, this.logs.static],
  });
  readonly publicKey = spkiOf(ecKey(P256));

  issue(name: string, at = this.now): Issued {
    return this.ca.issue({ names: [name], publicKey: this.publicKey, notBefore: at });
  }

  async start(entries: number): Promise<void> {
    for (let i = 0; i < entries; i++) this.issue(`n${i}.example.net`, NOW - HOUR);
    await Promise.all(Object.values(this.servers).map((one) => one.start()));
  }

  stop(): Promise<unknown> {
    return Promise.all(Object.values(this.servers).map((one) => one.stop()));
  }

  /** The list of both logs, as a lab's is read. */
  list(): LogList {
    const list = readLogList(logListJson(Object.values(this.servers), NOW - DAY, NOW));
    if (!list.ok) throw new Error(list.problem);
    return list.value;
  }

  reader(fetcher: typeof fetch = fetch): LogReader {
    return createLogReader({
      fetch: fetcher,
      clock: { now: () => this.now, monotonic: () => performance.now() },
      sleep: async () => undefined,
      userAgent: 'test',
      limits: { requestMs: 1_000, totalMs: 3_000, attempts: 2 },
    });
  }
}
