import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { issuerTable } from '../../../src/ct/issuers/index.js';
import { readCertificate } from '../../../src/ct/x509/read.js';
import type { CertificateEvidence } from '../../../src/survey/evidence.js';
import type { KeptHead, KeptHeads } from '../../../src/survey/log-state.js';
import { createProver } from '../../../src/survey/prover.js';
import { HOUR, LogWorld } from './log-world.js';

describe('what a run says of SCTs and logs', () => {
  const world = new LogWorld();
  const issuers = issuerTable({ groups: [] });
  let certificate: CertificateEvidence;

  beforeAll(async () => {
    await world.start(300);
    const issued = world.issue('www.example.com');
    world.now += HOUR;
    certificate = {
      der: issued.certificate.toString('base64'),
      sourceId: '1',
      facts: readCertificate(issued.certificate),
      issuerCaa: { domains: [], from: 'none' },
      issuerSpkiSha256: readCertificate(world.ca.intermediate.certificate).spkiSha256,
    };
  });
  afterAll(() => world.stop());
  afterEach(() => {
    for (const one of Object.values(world.servers)) one.fault(undefined);
  });

  const prover = (over: Partial<Parameters<typeof createProver>[0]> = {}, list = world.list()) =>
    createProver({ list, reader: world.reader(), now: world.now, issuers, ...over });

  /** Heads as a first run keeps them. */
  async function firstRun(): Promise<KeptHeads> {
    const first = prover();
    await first.prove(certificate);
    return first.consistentHeads(new Map());
  }

  /** What a run says that finds these heads kept, and which it keeps. */
  async function nextRun(kept: KeptHeads, over: Partial<Parameters<typeof createProver>[0]> = {}) {
    const next = prover(over);
    await next.prove(certificate);
    const logs = await next.logs(kept);
    return {
      states: logs.map(({ since }) => since?.consistency.state),
      logs,
      keeps: await next.consistentHeads(kept),
    };
  }
  const changed = (heads: KeptHeads, change: (head: KeptHead) => Partial<KeptHead>): KeptHeads =>
    new Map([...heads].map(([id, head]) => [id, { ...head, ...change(head) }]));

  it('is of the certificate: signed, kept, and how Chrome and Apple count it', async () => {
    const proof = await prover().prove(certificate);
    expect(proof.sha256).toBe(certificate.facts.sha256);
    expect(proof.scts.map(({ signature, inclusion }) => [signature, inclusion?.state])).toEqual([
      ['valid', 'included'],
      ['valid', 'included'],
    ]);
    expect(proof.policies.map(({ policy, needed }) => [policy, needed])).toEqual([
      ['Chrome', 2],
      ['Apple', 2],
    ]);
  });

  it('is of the SCTs alone where no log is asked, and then of no log', async () => {
    const silent = createProver({ list: world.list(), now: world.now, issuers });
    expect([silent.asksLogs, prover().asksLogs]).toEqual([false, true]);
    const { scts } = await silent.prove(certificate);
    expect(scts.map(({ signature, inclusion }) => [signature, inclusion])).toEqual([
      ['valid', undefined],
      ['valid', undefined],
    ]);
    expect(await silent.logs(new Map())).toEqual([]);
    expect(await silent.consistentHeads(new Map())).toEqual(new Map());
  });

  it('says that the issuing key is not known where nobody names it', async () => {
    const { issuerSpkiSha256: _key, ...keyless } = certificate;
    const silent = createProver({ list: world.list(), now: world.now, issuers });
    const { scts } = await silent.prove(keyless);
    expect(scts.map(({ signature }) => signature)).toEqual(['no-issuer-key', 'no-issuer-key']);
  });

  it('counts nothing for a precertificate', async () => {
    const precertificate = world.issue('pre.example.com').precertificate;
    const facts = readCertificate(precertificate);
    const proof = await prover().prove({ ...certificate, der: precertificate.toString('base64'), facts });
    expect(proof).toEqual({ sha256: facts.sha256, scts: [], problems: [], policies: [] });
  });

  it('keeps the head of each log that was read, sorted by their ids', async () => {
    const kept = await firstRun();
    const ids = Object.values(world.logs)
      .map(({ logId }) => logId.toString('hex'))
      .sort();
    const { states, logs, keeps } = await nextRun(kept);
    expect(logs.map(({ id }) => id)).toEqual(ids);
    expect(states).toEqual(['consistent', 'consistent']);
    expect([...keeps.keys()].sort()).toEqual(ids);
  });

  it('keeps the newer head of a log that has grown', async () => {
    const kept = await firstRun();
    world.issue('later.example.com');
    world.now += HOUR;
    const { states, keeps } = await nextRun(kept);
    expect(states).toEqual(['consistent', 'consistent']);
    for (const [id, { size }] of keeps) expect(size).toBeGreaterThan(kept.get(id)?.size ?? Infinity);
  });

  it('keeps no head of a log that shows another root for as many entries, or another history', async () => {
    const kept = await firstRun();
    const root = Buffer.alloc(32, 7);
    const other = await nextRun(changed(kept, () => ({ root })));
    expect(other.states).toEqual(['contradicted', 'contradicted']);
    expect(other.keeps.size).toBe(0);
    const before = await nextRun(
      changed(kept, ({ size, timestamp }) => ({ root, size: size - 1, timestamp: timestamp - 1 })),
    );
    expect(before.states).toEqual(['contradicted', 'contradicted']);
    expect(before.keeps.size).toBe(0);
  });

  it('keeps the head it has where a replica that lags shows an older one', async () => {
    const kept = changed(await firstRun(), ({ timestamp }) => ({ timestamp: timestamp + HOUR }));
    // heads from a replica, all else from the log
    const reader = world.reader(async (input, init) => {
      const url = String(input instanceof Request ? input.url : input);
      const lags = /\/(?:get-sth|checkpoint)$/.test(url);
      for (const server of Object.values(world.servers))
        if (url.startsWith(server.url)) server.fault(lags ? { frozen: 100 } : undefined);
      return fetch(input, init);
    });
    const { states, logs, keeps } = await nextRun(kept, { reader });
    expect(logs.map(({ head }) => head?.size)).toEqual([100, 100]);
    expect(states).toEqual(['consistent', 'consistent']);
    expect(keeps.size).toBe(0);
  });

  it('keeps no head, and says why none was seen, of a log that cannot be read', async () => {
    const kept = await firstRun();
    for (const server of Object.values(world.servers)) server.fault('html');
    const { logs, keeps } = await nextRun(kept);
    expect(logs.map(({ failure, head, since }) => [failure !== undefined, head, since])).toEqual([
      [true, undefined, undefined],
      [true, undefined, undefined],
    ]);
    expect(keeps.size).toBe(0);
  });

  it('asks for no proof of consistency once the run is ended', async () => {
    const kept = await firstRun();
    world.issue('end.example.com');
    world.now += HOUR;
    const end = new AbortController();
    const next = prover({ signal: end.signal });
    await next.prove(certificate);
    end.abort();
    const logs = await next.logs(kept);
    expect(logs.map(({ since }) => since?.consistency)).toEqual([
      expect.objectContaining({
        state: 'unseen',
        failure: expect.objectContaining({ code: 'aborted' }) as unknown,
      }),
      expect.objectContaining({
        state: 'unseen',
        failure: expect.objectContaining({ code: 'aborted' }) as unknown,
      }),
    ]);
    expect((await next.consistentHeads(kept)).size).toBe(0);
  });
});
