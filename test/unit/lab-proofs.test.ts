import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CertificateFiles } from '../../src/ct/source/files.js';
import { createNodeExchange, systemClock, type Clock } from '../../src/dns/index.js';
import { createLab, type Lab, type LogServer } from '../../src/lab/index.js';
import type { Judgement } from '../../src/rules/model.js';
import { runCheck } from '../../src/survey/check.js';
import type { CheckOptions } from '../../src/survey/check-model.js';
import { rejudge } from '../../src/survey/rejudge.js';
import { writeEvidence } from '../../src/survey/write.js';

const START = Date.parse('2026-11-23T12:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The whole check against the lab, logs included, over real HTTP; each fault of a log has to end in its finding. */
describe('a check that asks logs whether they keep their promises', () => {
  let lab: Lab;
  let now = START;
  let state: string | undefined;
  const clock: Clock = { now: () => now, monotonic: () => systemClock.monotonic() };
  const [classic, tiled] = [0, 1] as const;
  const server = (nth: 0 | 1): LogServer => lab.logs[nth]!;

  beforeAll(async () => {
    lab = createLab({ clock, seed: 'proofs' });
    lab.addZone({ name: 'example.com', records: [['@', 'CAA', '0 issue "letsencrypt.org"']] });
    issue('example.com');
    await lab.start();
  });
  afterAll(() => lab.stop());
  afterEach(() => {
    for (const nth of [classic, tiled]) server(nth).fault(undefined);
  });

  function issue(...names: readonly string[]): void {
    const issued = lab
      .ca('letsencrypt.org')
      .issue({ names, publicKey: lab.publicKey('ours'), notBefore: now });
    lab.index.add(issued);
  }

  async function policy(): Promise<string> {
    const { createHash } = await import('node:crypto');
    const key = createHash('sha256').update(lab.publicKey('ours')).digest('hex');
    return [
      'version: 1',
      'domains:',
      '  example.com:',
      '    issue: [letsencrypt.org]',
      `    certificates: {keys: [${key}]}`,
      '',
    ].join('\n');
  }

  async function look(
    ct: Partial<Exclude<CheckOptions['ct'], 'off'>> = {},
    ports: { readonly certificateFiles?: CertificateFiles } = {},
  ) {
    const network = createNodeExchange({ clock, destinations: { allowPrivate: true } });
    const { access } = lab;
    const text = await policy();
    const result = await runCheck(
      {
        policies: ['lab.yaml'],
        dns: access.dns,
        ct: { ...access.ct, ...ct },
        tool: { name: 'caa-guard', version: '0' },
      },
      {
        ...ports,
        clock,
        exchange: lab.routed(network),
        readFile: async () => text,
        logState: { read: async () => state, write: async (kept) => void (state = kept) },
      },
    ).finally(() => network.close());
    if (!result.ok) throw new Error(JSON.stringify(result.errors));
    return result;
  }

  const told = ({ findings }: Judgement): readonly string[] =>
    [
      ...new Set(
        findings
          .filter(({ rule }) => /^(ct|survey)\//.test(rule))
          .map(({ rule, subject }) => `${rule} ${subject}`),
      ),
    ].sort();
  const logId = (nth: 0 | 1): string => server(nth).log.logId.toString('hex');

  it('finds each certificate in both logs, and the evidence proves it again without them', async () => {
    now = START + HOUR;
    const { judgement, evidence } = await look();
    expect(told(judgement)).toEqual([]);
    const scts = evidence.domains[0]?.proofs?.flatMap((proof) => proof.scts) ?? [];
    expect(scts.map(({ signature, inclusion }) => [signature, inclusion?.state])).toEqual([
      ['valid', 'included'],
      ['valid', 'included'],
    ]);
    expect(
      evidence.domains[0]?.proofs?.[0]?.policies.find(({ policy }) => policy === 'Chrome')?.outcome,
    ).toBe('met');
    const { dns, ct } = lab.access;
    const again = { policies: ['lab.yaml'], trustAnchor: dns.trustAnchor, issuers: ct.issuers };
    const text = await policy();
    const ports = { clock, readFile: async () => text };
    const written = writeEvidence(evidence);
    const replayed = await rejudge({ ...again, evidence: written }, ports);
    expect(replayed.ok && replayed.judgement).toEqual(judgement);
    const forged = written.replace('"state":"included","index":0,', '"state":"included","index":1,');
    expect(forged).not.toBe(written);
    await expect(rejudge({ ...again, evidence: forged }, ports)).rejects.toThrow('SCTs of certificate');
  });

  it('judges no evidence that leaves out an SCT, or dates it otherwise', async () => {
    const { evidence } = await look({ proof: 'scts' });
    const { dns, ct } = lab.access;
    const text = await policy();
    const replay = (written: string) =>
      rejudge(
        { policies: ['lab.yaml'], trustAnchor: dns.trustAnchor, issuers: ct.issuers, evidence: written },
        { clock, readFile: async () => text },
      );
    const forged = (change: (scts: Record<string, unknown>[]) => void): string => {
      const copy = structuredClone(evidence);
      change(copy.domains[0]?.proofs?.[0]?.scts as unknown as Record<string, unknown>[]);
      return writeEvidence(copy);
    };
    await expect(replay(forged(() => undefined))).resolves.toMatchObject({ ok: true });
    await expect(replay(forged((scts) => scts.pop()))).rejects.toThrow('SCTs of certificate');
    await expect(replay(forged(([first]) => Object.assign(first ?? {}, { timestamp: 1 })))).rejects.toThrow(
      'SCTs of certificate',
    );
  });

  it('asks nothing of logs where only the SCTs are to be verified', async () => {
    const before = lab.logs.map(({ requests }) => requests);
    const { judgement, evidence } = await look({ proof: 'scts' });
    expect(told(judgement)).toEqual([]);
    expect(lab.logs.map(({ requests }) => requests)).toEqual(before);
    expect(evidence.domains[0]?.proofs?.[0]?.scts.map(({ signature }) => signature)).toEqual([
      'valid',
      'valid',
    ]);
  });

  it('knows the issuing key from the table that was given, for a file of which nobody says who issued it', async () => {
    const [entry] = lab.index.all({ unexpired: false });
    const octets = entry?.issued.certificate ?? new Uint8Array();
    const certificateFiles: CertificateFiles = {
      list: async (path) => [{ path, octets: octets.length }],
      read: async () => octets,
    };
    const sources = [{ kind: 'files', path: 'ours.der' }] as const;
    const { evidence } = await look({ proof: 'scts', sources }, { certificateFiles });
    expect(evidence.domains[0]?.proofs?.[0]?.scts.map(({ signature }) => signature)).toEqual([
      'valid',
      'valid',
    ]);
  });

  it.each([
    ['signs a root that its tree has not', tiled, 'wrong-root'],
    ['gives a corrupt tile', tiled, 'corrupt-tile'],
    ['signs a root that its tree has not', classic, 'wrong-root'],
  ] as const)('names the log that %s (%i)', async (_what, nth, fault) => {
    state = undefined;
    server(nth).fault(fault);
    expect(told((await look()).judgement)).toEqual([`ct/inconsistent-log ${logId(nth)}`]);
  });

  it('names the log that shows another history than in the last run', async () => {
    state = undefined;
    for (const nth of [classic, tiled]) {
      const { log } = server(nth);
      const first = log.main.entries[0]!;
      log.fork(0, { ...first, timestamp: 1 });
    }
    issue('www.example.com');
    now += HOUR;
    expect(told((await look()).judgement)).toEqual([]);
    issue('b.example.com');
    now += HOUR;
    for (const nth of [classic, tiled]) server(nth).fault('second-history');
    const found = told((await look()).judgement).filter((one) => one.startsWith('ct/inconsistent-log'));
    expect(found).toEqual([classic, tiled].map((nth) => `ct/inconsistent-log ${logId(nth)}`).sort());
    // what it showed before is kept: the next run sees it again
    const again = told((await look()).judgement).filter((one) => one.startsWith('ct/inconsistent-log'));
    expect(again).toEqual(found);
  });

  it('names the log that leaves out what it promised, once its time is over and not before', async () => {
    state = undefined;
    server(classic).log.omitNext();
    issue('omitted.example.com');
    now += HOUR;
    expect(told((await look()).judgement)).toEqual([]);
    now += 2 * DAY;
    const found = told((await look()).judgement);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(new RegExp(`^ct/not-included [0-9a-f]{64} ${logId(classic)}$`));
  });

  it('names the log that is late beyond its time, until the entry is there', async () => {
    server(classic).log.delay(3 * DAY);
    issue('late.example.com');
    server(classic).log.delay(0);
    now += 2 * DAY;
    const late = told((await look()).judgement).filter((one) => one.startsWith('ct/not-included'));
    expect(late).toHaveLength(2);
    now += 2 * DAY;
    expect(told((await look()).judgement).filter((one) => one.startsWith('ct/not-included'))).toHaveLength(1);
  });

  it('is content with one log where the other cannot be read, and unknown where neither can', async () => {
    const seen = (judgement: Judgement) =>
      told(judgement).filter((one) => one.startsWith('survey/unreachable log'));
    server(tiled).fault('html');
    expect(seen((await look()).judgement)).toEqual([]);
    server(classic).fault('html');
    const both = (await look()).judgement;
    expect(seen(both)).toEqual([classic, tiled].map((nth) => `survey/unreachable log ${logId(nth)}`).sort());
  });
});
