import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTrustedLogList } from '../../src/ct/index.js';
import { followedLogs, runTail } from '../../src/ct/tail/index.js';
import { createNodeExchange, systemClock, type Clock } from '../../src/dns/index.js';
import { createLab, type Lab } from '../../src/lab/index.js';
import { runCheck } from '../../src/survey/check.js';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const HOUR = 3_600_000;

/** The tail reads the lab's logs, and the same check judges what it found. */
describe('what a tail found', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'caa-guard-tail-'));
  let now = NOW;
  const clock: Clock = { now: () => now, monotonic: () => systemClock.monotonic() };
  let lab: Lab;
  let policy = '';

  beforeAll(async () => {
    lab = createLab({ clock, seed: 'tail' });
    lab.addZone({ name: 'example.com', records: [['@', 'CAA', '0 issue "letsencrypt.org"']] });
    const key = createHash('sha256').update(lab.publicKey('ours')).digest('hex');
    policy = `version: 1\ndomains:\n  example.com:\n    issue: [letsencrypt.org]\n    certificates: {keys: [${key}]}\n`;
    await lab.start();
  });
  afterAll(async () => {
    await lab.stop();
    rmSync(directory, { recursive: true });
  });

  function issue(name: string, who: string) {
    return lab.ca('letsencrypt.org').issue({ names: [name], publicKey: lab.publicKey(who), notBefore: now });
  }

  async function tail(): Promise<void> {
    const list = readTrustedLogList(Buffer.from(lab.access.ct.logList.text));
    if (!list.ok) throw new Error(list.problem);
    await runTail(
      {
        logs: followedLogs(list.value),
        watch: [{ name: 'example.com', below: true }],
        directory,
        once: true,
        startAtEnd: false,
        intervalMs: 1_000,
        rate: [],
        userAgent: 'caa-guard test',
      },
      {
        fetch,
        clock,
        sleep: async (ms) => void (await sleep(ms)),
        report: () => undefined,
        signal: AbortSignal.timeout(60_000),
      },
    );
  }

  async function told(): Promise<readonly string[]> {
    const network = createNodeExchange({ clock, destinations: { allowPrivate: true } });
    const { dns, ct } = lab.access;
    const result = await runCheck(
      {
        policies: ['lab.yaml'],
        dns,
        ct: { ...ct, sources: [{ kind: 'tail', path: directory }] },
        tool: { name: 'caa-guard', version: '0' },
      },
      { clock, exchange: lab.routed(network), readFile: async () => policy },
    ).finally(() => network.close());
    if (!result.ok) throw new Error(JSON.stringify(result.errors));
    return result.judgement.findings
      .filter(({ rule, fails, kind }) => /^(ct|survey)\//.test(rule) && (fails || kind === 'unknown'))
      .map(({ rule, subject }) => `${rule} ${subject}`);
  }

  it('is judged as from any source: ours is known, another is not, and an old state is not taken for the present', async () => {
    issue('example.com', 'ours');
    issue('example.org', 'somebody');
    now += HOUR;
    await tail();
    expect(await told()).toEqual([]);
    const rogue = issue('www.example.com', 'somebody');
    now += HOUR;
    expect(await told()).toEqual([]);
    await tail();
    const sha256 = createHash('sha256').update(rogue.precertificate).digest('hex');
    expect(await told()).toEqual([`ct/unknown-certificate ${sha256}`]);
    now += 48 * HOUR;
    const old = await told();
    expect(old).toContain(`ct/unknown-certificate ${sha256}`);
    expect(old.filter((one) => !one.startsWith('ct/unknown-certificate')).length).toBeGreaterThan(0);
  });
});
