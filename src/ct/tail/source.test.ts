import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tailSource } from './source.js';
import { HOUR, LabTail } from './testing/lab-tail.js';

let lab: LabTail;
beforeEach(async () => {
  lab = new LabTail('static');
  await lab.server.start();
});
afterEach(async () => {
  await lab.server.stop();
  rmSync(lab.directory, { recursive: true, force: true });
});

const query = (domain: string, includeSubdomains = true) =>
  tailSource({ directory: lab.directory, now: () => lab.now }).query(domain, { includeSubdomains });

describe('what a tail has found, as a source', () => {
  it('is complete where all is read and verified, and says where each certificate stands', async () => {
    lab.issue(3, 'ours.example', 'www.ours.example', 'else.ours.example');
    await lab.run();
    const result = await query('ours.example');
    expect(result).toMatchObject({ complete: true, asOf: lab.now });
    expect(result.issuances.map(({ entry }) => entry)).toEqual(
      [3, 4, 5].map((index) => ({ logId: lab.followed.id, index })),
    );
    expect(result.issuances[0]!.issuerSpkiSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(result.issuances[0]!.chain).toHaveLength(2);
  });

  it('shows of a domain what concerns it, and no more', async () => {
    lab.issue(0, 'ours.example', 'www.ours.example', '*.ours.example');
    await lab.run();
    const names = async (domain: string, below: boolean) =>
      (await query(domain, below)).issuances.map(({ entry }) => entry!.index);
    expect(await names('ours.example', false)).toEqual([0]);
    expect(await names('www.ours.example', false)).toEqual([1, 2]);
    expect(await names('www.ours.example', true)).toEqual([1, 2]);
  });

  it('is incomplete where the verified head is old, and where there is none', async () => {
    expect(await query('ours.example')).toMatchObject({ complete: false, failure: { code: 'limit' } });
    lab.issue(2);
    await lab.run();
    lab.now += 27 * HOUR;
    const { complete, failure } = await query('ours.example');
    expect(complete).toBe(false);
    expect(failure!.detail).toContain('27 hours old');
  });

  it('is incomplete for a domain that was not watched, or not from the beginning', async () => {
    lab.issue(20);
    await lab.run();
    expect((await query('else.test')).failure!.detail).toContain('does not have the domain in it');
    const watch = ['ours.example', 'else.test'].map((name) => ({ name, below: true }));
    await lab.run({ watch });
    expect((await query('else.test')).failure!.detail).toContain('from entry 20 on only');
    expect((await query('ours.example')).complete).toBe(true);
    await lab.run({ watch: [{ name: 'ours.example', below: false }] });
    expect((await query('ours.example', true)).complete).toBe(false);
    expect((await query('ours.example', false)).complete).toBe(true);
  });

  it('is incomplete where its state cannot be read', async () => {
    lab.issue(2);
    await lab.run();
    const state = await lab.files.state(lab.followed.id);
    await lab.files.putState(lab.followed.id, { ...state!, begun: -1 });
    expect(await query('ours.example')).toMatchObject({ complete: false, failure: { code: 'internal' } });
  });
});
