import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LabCa } from '../../../lab/ct/ca.js';
import { spkiOf } from '../../../lab/ct/certificate.js';
import { LogServer } from '../../../lab/ct/logs/log-server.js';
import { TreeLog } from '../../../lab/ct/logs/tree-log.js';
import { ecKey, P256 } from '../../../lab/seeds.js';
import { TailFiles } from '../files.js';
import type { FollowedLog, TailEvent, TailFinding } from '../model.js';
import { runTail, type TailOptions, type TailResult } from '../tail.js';

export const NOW = Date.parse('2026-11-23T12:00:00Z');
export const HOUR = 3_600_000;
const PUBLIC_KEY = spkiOf(ecKey(P256));

/** What one run of the tail came to. */
export interface TailRun {
  readonly round: string | undefined;
  /** Indices of entries for which a match was reported, in order. */
  readonly matches: readonly number[];
  readonly findings: readonly TailFinding[];
  readonly events: readonly TailEvent[];
}

/** One log of the lab, a CA that logs there, and a state directory: the tail is run over it again and again. */
export class LabTail {
  readonly log: TreeLog;
  readonly server: LogServer;
  readonly ca: LabCa;
  readonly directory = mkdtempSync(path.join(tmpdir(), 'caa-guard-tail-'));
  now = NOW;
  fetch: typeof fetch = fetch;

  constructor(readonly kind: 'rfc6962' | 'static') {
    this.log = new TreeLog({ description: `Lab ${kind}`, kind, origin: `${kind}.test/2026h2` });
    this.server = new LogServer(this.log, () => this.now);
    this.ca = new LabCa({ name: 'Lab', caaDomains: ['ca.test'], since: NOW - HOUR, logs: [this.log] });
  }

  get files(): TailFiles {
    return new TailFiles(this.directory);
  }

  get followed(): FollowedLog {
    return {
      id: this.log.logId.toString('hex'),
      description: this.log.options.description,
      kind: this.kind,
      url: this.server.url,
      origin: this.log.options.origin,
      key: this.log.publicKey,
      mmdMs: 24 * HOUR,
    };
  }

  /** Logs so many certificates of others, and one for each of the names. */
  issue(others: number, ...names: readonly string[]): void {
    for (let i = 0; i < others; i++) this.#issue(`n${i}.else.test`);
    for (const name of names) this.#issue(name);
  }

  #issue(name: string): void {
    this.ca.issue({ names: [name], publicKey: PUBLIC_KEY, notBefore: this.now });
  }

  async run(over: Partial<TailOptions> = {}, signal?: AbortSignal): Promise<TailRun> {
    const events: TailEvent[] = [];
    const result: TailResult = await runTail(
      {
        logs: [this.followed],
        watch: [{ name: 'ours.example', below: true }],
        directory: this.directory,
        once: true,
        startAtEnd: false,
        intervalMs: 1,
        rate: [],
        userAgent: 'caa-guard test',
        ...over,
      },
      {
        fetch: this.fetch,
        clock: { now: () => this.now, monotonic: () => 0 },
        sleep: async () => undefined,
        report: (event) => void events.push(event),
        ...(signal === undefined ? {} : { signal }),
      },
    );
    return {
      round: result.rounds.get(this.followed.id),
      matches: events.flatMap((event) => (event.kind === 'match' ? [event.match.index] : [])),
      findings: events.flatMap((event) => (event.kind === 'finding' ? [event.finding] : [])),
      events,
    };
  }

  /** Indices of the matches in the state directory. */
  async stored(): Promise<readonly number[]> {
    return (await this.files.matches(this.followed.id)).map(({ index }) => index);
  }
}
