import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renderText } from '../../base/text.js';
import { readCertificate } from '../x509/read.js';
import { HOUR, LabTail } from './testing/lab-tail.js';

describe.each(['rfc6962', 'static'] as const)('the tail of a log of the kind %s', (kind) => {
  let lab: LabTail;
  beforeEach(async () => {
    lab = new LabTail(kind);
    await lab.server.start();
  });
  afterEach(async () => {
    await lab.server.stop();
    rmSync(lab.directory, { recursive: true, force: true });
  });

  it('reads all entries and keeps those that concern the watched names, with issuer and place', async () => {
    lab.issue(300, 'www.ours.example', '*.ours.example');
    lab.issue(20, 'ours.example');
    const run = await lab.run();
    expect(run).toMatchObject({ round: 'verified', matches: [300, 301, 322], findings: [] });
    const [first] = await lab.files.matches(lab.followed.id);
    expect(readCertificate(first!.der)).toMatchObject({ precertificate: true, problems: [] });
    expect(readCertificate(first!.der).names).toContainEqual({
      from: 'san',
      kind: 'dns',
      value: 'www.ours.example',
    });
    expect(first).toMatchObject({ logId: lab.followed.id, index: 300 });
    expect(first!.chain.map((der) => Buffer.from(der))).toEqual([
      lab.ca.intermediate.certificate,
      lab.ca.root.certificate,
    ]);
  });

  it('goes on where it ended, and reports nothing twice', async () => {
    lab.issue(200, 'a.ours.example');
    expect((await lab.run()).matches).toEqual([200]);
    lab.issue(300, 'b.ours.example');
    const before = lab.server.requests;
    expect(await lab.run()).toMatchObject({ round: 'verified', matches: [501], findings: [] });
    expect(lab.server.requests - before).toBeLessThan(8);
    expect(await lab.run()).toMatchObject({ round: 'verified', matches: [], findings: [] });
    expect(await lab.stored()).toEqual([200, 501]);
  });

  it('reads an empty log, and what comes into it later', async () => {
    expect(await lab.run()).toMatchObject({ round: 'verified', matches: [], findings: [] });
    lab.issue(0, 'a.ours.example');
    expect(await lab.run()).toMatchObject({ round: 'verified', matches: [0], findings: [] });
  });

  it('finds that a log shows another history than before, and proves it by both heads', async () => {
    lab.issue(260, 'a.ours.example');
    await lab.run();
    const [last] = lab.log.main.entries.slice(-1);
    lab.log.fork(250, { ...last!, timestamp: lab.now - 1 });
    lab.issue(40);
    lab.server.fault('second-history');
    const { round, findings } = await lab.run();
    expect({ round, kinds: findings.map((one) => one.kind) }).toEqual({ round: 'broken', kinds: ['fork'] });
    expect(findings[0]!.log.id).toBe(lab.followed.id);
    expect(findings[0]!.proof).toMatchObject({ headSize: 291, earlierSize: 261 });
    expect(String(findings[0]!.proof['earlier'])).not.toBe(findings[0]!.proof['head']);
  });

  it('finds two heads of one size', async () => {
    lab.issue(10);
    lab.log.fork(9, { ...lab.log.history('main', lab.now).entries[8]!, timestamp: lab.now - 1 });
    await lab.run();
    lab.server.fault('second-history');
    const { findings } = await lab.run();
    expect(findings.map((one) => one.kind)).toEqual(['fork']);
    expect(findings[0]!.proof['headRoot']).not.toBe(findings[0]!.proof['earlierRoot']);
  });

  it('finds a root that the log has signed and its tree has not, at once and later', async () => {
    lab.issue(260);
    lab.server.fault('wrong-root');
    expect((await lab.run()).findings.map((one) => one.kind)).toEqual(['wrong-root']);
    lab.server.fault(undefined);
    expect((await lab.run()).round).toBe('verified');
    lab.issue(10);
    lab.server.fault('wrong-root');
    const { round, findings } = await lab.run();
    expect({ round, kinds: findings.map((one) => one.kind) }).toEqual({
      round: 'broken',
      kinds: ['wrong-root'],
    });
    expect(findings[0]!.proof['computedRoot']).toBe(lab.log.main.tree.root().toString('hex'));
  });

  it('finds entries that are not those that the log has signed, and is well again with it', async () => {
    lab.issue(270, 'a.ours.example');
    lab.server.fault('corrupt-tile');
    const { round, findings } = await lab.run();
    const kinds = findings.map((one) => one.kind).filter((one) => one !== 'malformed-entry');
    expect(round).not.toBe('verified');
    expect(['corrupt-entries', 'unseen']).toContain(kinds[0]);
    lab.server.fault(undefined);
    expect((await lab.run()).round).toBe('verified');
    expect(await lab.stored()).toContain(270);
  });

  it('finds a later head that is of fewer entries', async () => {
    lab.issue(50);
    await lab.run();
    lab.now += HOUR;
    lab.server.fault({ frozen: 40 });
    const { round, findings } = await lab.run();
    expect({ round, kinds: findings.map((one) => one.kind) }).toEqual({ round: 'broken', kinds: ['shrunk'] });
  });

  it('finds a log that no longer takes anything in, and one whose head is old', async () => {
    lab.issue(5);
    await lab.run();
    lab.now += 25 * HOUR;
    expect((await lab.run()).findings.map((one) => one.kind)).toEqual(['frozen']);
    const at = lab.now;
    lab.fetch = async (input, init) => {
      const now = lab.now;
      lab.now = at;
      const answer = await fetch(input, init).finally(() => (lab.now = now));
      return answer;
    };
    lab.now += 26 * HOUR;
    const [finding] = (await lab.run()).findings;
    expect(finding).toMatchObject({ kind: 'frozen' });
    expect(renderText(finding!.detail, String)).toContain('26 hours old');
  });

  it('finds an entry that came later than the maximum merge delay', async () => {
    lab.issue(5);
    await lab.run();
    lab.log.delay(30 * HOUR);
    lab.issue(0, 'late.ours.example');
    lab.log.delay(0);
    lab.now += 26 * HOUR;
    lab.issue(3);
    await lab.run();
    lab.now += 5 * HOUR;
    const { findings, matches, round } = await lab.run();
    expect({ round, matches }).toEqual({ round: 'verified', matches: [8] });
    expect(findings).toMatchObject([{ kind: 'late-entry', proof: { index: 8, headSize: 8 } }]);
  });

  it('says that it could not see, and goes on once it can', async () => {
    lab.issue(10, 'a.ours.example');
    for (const fault of ['down', 'html', { status: 429 }] as const) {
      lab.server.fault(fault);
      const { round, findings } = await lab.run();
      expect(round, JSON.stringify(fault)).toBe('unseen');
      expect(findings.map((one) => one.kind)).toEqual([fault === 'html' ? 'bad-head' : 'unseen']);
    }
    lab.server.fault(undefined);
    expect(await lab.run()).toMatchObject({ round: 'verified', matches: [10] });
  });

  it('keeps an entry in which a name may hide, and says so for everybody', async () => {
    lab.issue(3);
    const [entry] = lab.log.history('main', lab.now).entries;
    lab.log.add({ ...entry!, tbs: Buffer.from('no certificate'), precertificate: Buffer.from('nor this') });
    const { round, matches, findings } = await lab.run();
    expect({ round, matches }).toEqual({ round: 'verified', matches: [3] });
    expect(findings).toMatchObject([{ kind: 'malformed-entry', proof: { index: 3 } }]);
    const [kept] = await lab.files.matches(lab.followed.id);
    expect(readCertificate(kept!.der).problems).not.toEqual([]);
  });

  it('believes the TBS that is in the tree, and no precertificate beside it', async () => {
    lab.issue(0, 'a.ours.example');
    const [entry] = lab.log.history('main', lab.now).entries;
    lab.issue(0, 'other.else.test');
    const [, other] = lab.log.history('main', lab.now).entries;
    lab.log.add({ ...entry!, precertificate: other!.precertificate });
    expect((await lab.run()).matches).toEqual([0, 2]);
    const [, swapped] = await lab.files.matches(lab.followed.id);
    expect(readCertificate(swapped!.der).names).toContainEqual({
      from: 'san',
      kind: 'dns',
      value: 'a.ours.example',
    });
  });

  it('knows from which entry on a watch list was in force', async () => {
    lab.issue(20);
    await lab.run();
    await lab.run({ watch: [{ name: 'else.test', below: true }] });
    lab.issue(2);
    expect((await lab.run({ watch: [{ name: 'else.test', below: true }] })).matches).toEqual([20, 21]);
    const state = await lab.files.state(lab.followed.id);
    expect(state!.watched.map(({ from }) => from)).toEqual([0, 20]);
  });

  it('does not go on over matches that it could not write', async () => {
    lab.issue(5, 'a.ours.example');
    const place = path.join(lab.directory, 'logs', lab.followed.id, 'certificates');
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, 'in the way');
    await expect(lab.run()).rejects.toThrow();
    rmSync(place);
    expect(await lab.run()).toMatchObject({ round: 'verified', matches: [5] });
  });

  it('refuses a state that is damaged, and says which file it is', async () => {
    lab.issue(2);
    await lab.run();
    const state = await lab.files.state(lab.followed.id);
    await lab.files.putState(lab.followed.id, { ...state!, grownAt: -1 });
    await expect(lab.run()).rejects.toThrow(/state\.json/);
  });
});

describe('the tail of a log that is long already', () => {
  it.each(['rfc6962', 'static'] as const)(
    'begins at its end, with the tree that it signed (%s)',
    async (kind) => {
      const lab = new LabTail(kind);
      await lab.server.start();
      lab.issue(700, 'old.ours.example');
      lab.fetch = async (input, init) => {
        const url = new URL(input);
        if (url.pathname !== '/ct/v1/get-entry-and-proof') return fetch(input, init);
        const entries = await fetch(`${lab.server.url}ct/v1/get-entries?start=700&end=700`);
        const [last] = ((await entries.json()) as { entries: object[] }).entries;
        const path = lab.log.main.tree.inclusion(700).map((hash) => hash.toString('base64'));
        return new Response(JSON.stringify({ ...last, audit_path: path }));
      };
      expect(await lab.run({ startAtEnd: true })).toMatchObject({
        round: 'verified',
        matches: [],
        findings: [],
      });
      lab.issue(30, 'new.ours.example');
      expect(await lab.run()).toMatchObject({ round: 'verified', matches: [731], findings: [] });
      expect((await lab.files.state(lab.followed.id))!.begun).toBe(701);
      await lab.server.stop();
      rmSync(lab.directory, { recursive: true, force: true });
    },
  );
});
