import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CHROME, countScts } from '../../../src/ct/compliance/index.js';
import { issuerTable } from '../../../src/ct/issuers/index.js';
import {
  checkConsistency,
  checkedScts,
  logsOf,
  proveCertificate,
  provableLog,
  recheckProof,
  seenLogs,
  type CertificateProof,
  type ProvePorts,
  type SctProof,
  type SctRecord,
} from '../../../src/ct/prove/index.js';
import { logView } from '../../../src/ct/x509/log-view.js';
import { readCertificate } from '../../../src/ct/x509/read.js';
import { octetString } from '../../../src/lab/ct/der.js';
import type { Issued } from '../../../src/lab/ct/ca.js';
import type { LogFault } from '../../../src/lab/ct/logs/log-server.js';
import { DAY, HOUR, LogWorld, MINUTE, NOW, type Kind } from './log-world.js';

/** What a record says: the octets, whatever base64 they are written in; the delay and kind are the list's to say. */
function normal({ log, head = '', index, path = [], sct, issuerSpkiSha256 }: SctRecord): unknown {
  const octets = (base64: string): string => Buffer.from(base64, 'base64').toString('hex');
  return [log.id, octets(log.key), octets(head), index, path.map(octets), octets(sct), issuerSpkiSha256];
}

/** The SCT list of a certificate, as an extension for another. */
function sctExtensionOf(certificate: Uint8Array) {
  const [list] = logView(certificate)?.sctLists ?? [];
  return { oid: '1.3.6.1.4.1.11129.2.4.2', value: octetString(Buffer.from(list ?? [])) };
}

/** The record that a text holds, if it has the members of one: what has not is refused where evidence is read. */
function recordIn(text: string): SctRecord | undefined {
  try {
    const record = JSON.parse(text) as SctRecord;
    normal(record);
    return record;
  } catch {
    return undefined;
  }
}

const COUNT = 700;
const KINDS = ['rfc6962', 'static'] as const;
const MMD = { rfc6962: DAY, static: MINUTE };

describe('the proof of a certificate', () => {
  const world = new LogWorld();
  let issued: Issued;

  beforeAll(async () => {
    await world.start(COUNT);
    issued = world.issue('www.example.com');
    world.now += 1;
  });
  afterAll(() => world.stop());
  afterEach(() => {
    for (const server of Object.values(world.servers)) server.fault(undefined);
  });

  const hint = (): string => createHash('sha256').update(world.ca.intermediate.spki).digest('hex');
  const prove = (
    { certificate }: Pick<Issued, 'certificate'> = issued,
    ports: Partial<ProvePorts> = {},
  ): Promise<CertificateProof> =>
    proveCertificate(
      { der: certificate, issuerSpkiSha256: hint() },
      { logs: logsOf(world.list()), seen: seenLogs(world.reader()), now: world.now, ...ports },
    );
  const sctOf = (proof: CertificateProof, kind: Kind): SctProof => {
    const id = world.logs[kind].logId.toString('hex');
    const found = proof.scts.find(({ logId }) => logId === id);
    if (found === undefined) throw new Error(`no SCT of the ${kind} log`);
    return found;
  };
  /** Each verdict has to come out of its record again. */
  const rechecked = (sct: SctProof, of: Issued): unknown => {
    if (sct.record === undefined) throw new Error('no record');
    const record = JSON.parse(JSON.stringify(sct.record)) as typeof sct.record;
    const again = recheckProof(of.certificate, record, world.now);
    return again.ok ? again.inclusion : again.wrong;
  };
  /** Proves the certificate while the log does something wrong. */
  const under = async (kind: Kind, fault: LogFault | undefined, of = issued): Promise<SctProof> => {
    world.servers[kind].fault(fault);
    const sct = sctOf(await prove(of), kind);
    world.servers[kind].fault(undefined);
    if (sct.inclusion?.state !== 'unseen') expect(rechecked(sct, of)).toMatchObject({ ...sct.inclusion });
    return sct;
  };

  it('shows each SCT signed and its entry in the log, by a record that can be checked without the log', async () => {
    const proof = await prove();
    expect(proof).toMatchObject({ kind: 'certificate', issuerSpkiSha256: hint(), problems: [] });
    for (const kind of KINDS) {
      const sct = sctOf(proof, kind);
      expect(sct, kind).toMatchObject({
        signature: 'valid',
        log: world.logs[kind].description,
        inclusion: { state: 'included', index: COUNT, size: COUNT + 1 },
      });
      expect(rechecked(sct, issued)).toEqual(sct.inclusion);
      expect(JSON.stringify(sct.record).length).toBeLessThan(2_500);
    }
  });

  it('proves nothing by a record of which any octet is another', async () => {
    const proof = await prove();
    for (const kind of KINDS) {
      const { record } = sctOf(proof, kind);
      if (record?.head === undefined || record.path === undefined) throw new Error('no record');
      const text = JSON.stringify(record);
      let changes = 0;
      for (let at = 0; at < text.length; at += 7) {
        const changed = text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
        const read = recordIn(changed);
        if (read === undefined || JSON.stringify(normal(read)) === JSON.stringify(normal(record))) continue;
        changes++;
        const again = recheckProof(issued.certificate, read, world.now);
        expect(
          again.ok && again.inclusion.state === 'included',
          `${at}: ${changed.slice(at - 20, at + 20)}`,
        ).toBe(false);
      }
      expect(changes, kind).toBeGreaterThan(100);
    }
  });

  it('counts SCTs as clients do', async () => {
    const list = world.list();
    const { notBefore, notAfter } = readCertificate(issued.certificate);
    const scts = checkedScts(await prove(), list);
    expect(countScts(CHROME, { scts, notBefore, notAfter })).toMatchObject({ outcome: 'met', counted: 2 });
  });

  it('asks a log for its head and each tile once, however many certificates there are', async () => {
    const seen = seenLogs(world.reader());
    const other = world.issue('other.example.com');
    world.now += 1;
    const log = provableLog(world.list().byId.get(world.logs.static.logId.toString('hex'))!);
    await prove(issued, { seen });
    const first = { ...seen.of(log).cost };
    await prove(other, { seen });
    // head, the tile of level 0 and the right edge of level 1; the second certificate stands in the same tiles
    expect(first.requests).toBe(3);
    expect(seen.of(log).cost).toEqual(first);
  });

  it('finds the issuing key in a chain or in a table, and does not believe a wrong one', async () => {
    const { intermediate, root } = world.ca;
    const logs = logsOf(world.list());
    const ask = (hints: object, issuers = issuerTable()) =>
      proveCertificate({ der: issued.certificate, ...hints }, { logs, now: world.now, issuers });
    const signatures = ({ scts }: CertificateProof) => scts.map(({ signature }) => signature);
    expect(await ask({ chain: [root.certificate, intermediate.certificate] })).toMatchObject({
      issuerSpkiSha256: hint(),
    });
    const wrong = { issuerSpkiSha256: 'ab'.repeat(32) };
    // a hint that does not fit may be a lie: it speaks against nobody
    expect(signatures(await ask(wrong))).toEqual(['no-issuer-key', 'no-issuer-key']);
    expect(await ask(wrong)).not.toHaveProperty('issuerSpkiSha256');
    expect(signatures(await ask({}))).toEqual(['no-issuer-key', 'no-issuer-key']);
    const lab = issuerTable({ extra: [world.ca.issuer] });
    expect(signatures(await ask(wrong, lab))).toEqual(['valid', 'valid']);
    expect(lab.caaDomains(readCertificate(issued.certificate))).toEqual(['ca.test']);
  });

  it('finds the issuing key in the entry of a static log where nobody names it', async () => {
    const proof = await proveCertificate(
      { der: issued.certificate },
      { logs: logsOf(world.list()), seen: seenLogs(world.reader()), now: world.now },
    );
    expect(proof).toMatchObject({ issuerSpkiSha256: hint() });
    for (const kind of KINDS) expect(sctOf(proof, kind).inclusion?.state).toBe('included');
  });

  it('calls every SCT wrong where none fits the key that signed the certificate', async () => {
    const { intermediate } = world.ca;
    const other = world.ca.issue({
      names: ['other.example.com'],
      publicKey: world.publicKey,
      notBefore: NOW,
      // SCTs of another certificate
      logs: [],
      odd: (spec) => ({ ...spec, extensions: [...spec.extensions, sctExtensionOf(issued.certificate)] }),
    });
    const proof = await proveCertificate(
      { der: other.certificate, chain: [intermediate.certificate] },
      { logs: logsOf(world.list()), now: world.now },
    );
    expect(proof.scts.map(({ signature }) => signature)).toEqual(['invalid', 'invalid']);
    expect(proof).not.toHaveProperty('issuerSpkiSha256');
  });

  it('tells forged SCTs and those of unknown logs, and asks no log for them', async () => {
    const forged = Buffer.from(issued.certificate);
    const id = forged.indexOf(world.logs.static.logId);
    forged[id + 39] = (forged[id + 39] ?? 0) ^ 1; // the time of the promise, its last octet
    const before = world.servers.static.requests;
    const proof = await prove({ certificate: forged });
    expect(proof.scts.map(({ signature, fault }) => [signature, fault])).toContainEqual([
      'invalid',
      'signature',
    ]);
    expect(world.servers.static.requests).toBe(before);
    const strange = await prove(issued, { logs: () => undefined });
    expect(strange.scts.map(({ signature }) => signature)).toEqual(['unknown-log', 'unknown-log']);
    expect(recheckProof(forged, sctOf(await prove(), 'static').record!, world.now)).toMatchObject({
      ok: false,
    });
  });

  it('has nothing to show for a precertificate, and says what cannot be read', async () => {
    expect(await prove({ certificate: issued.precertificate })).toMatchObject({
      kind: 'precertificate',
      scts: [],
    });
    expect(await prove({ certificate: Buffer.from('hello') })).toMatchObject({ kind: 'unreadable' });
  });

  it.each(KINDS)('of a %s log that cannot be seen says so, and nothing else', async (kind) => {
    for (const [fault, code] of [
      ['down', 'unreachable'],
      ['html', 'bad-shape'],
      [{ status: 429, retryAfter: 600 }, 'rate-limited'],
      [{ status: 503 }, 'http-status'],
    ] as const) {
      const { inclusion } = await under(kind, fault);
      expect(inclusion, code).toMatchObject({ state: 'unseen', failure: { code } });
    }
  });

  it.each(KINDS)('of a %s log that signs a wrong root speaks against the log', async (kind) => {
    expect((await under(kind, 'wrong-root')).inclusion).toMatchObject({ state: 'contradicted', why: 'root' });
  });

  it('of a log that serves a corrupt tile speaks against the log', async () => {
    const { inclusion, record } = await under('static', 'corrupt-tile');
    expect(inclusion).toMatchObject({ state: 'contradicted', why: expect.stringMatching(/^(tile|root)$/) });
    expect(record?.exhibits?.length).toBeGreaterThan(0);
  });

  it.each(KINDS)(
    'of a %s log whose tree stands still waits until the entry is due, and not longer',
    async (kind) => {
      const late = world.issue('late.example.com');
      const frozen = { frozen: COUNT } as const;
      expect((await under(kind, frozen, late)).inclusion).toEqual({
        state: 'pending',
        until: late.notBefore + MMD[kind],
      });
      const before = world.now;
      world.now = late.notBefore + MMD[kind] + 1;
      expect((await under(kind, frozen, late)).inclusion).toEqual({
        state: 'not-included',
        due: late.notBefore + MMD[kind],
        size: COUNT,
        headAt: world.now,
      });
      world.now = before;
    },
  );

  it.each(KINDS)(
    'of a %s log that is later than it may be says since when the entry is due',
    async (kind) => {
      const log = world.logs[kind];
      log.delay(2 * MMD[kind]);
      const late = world.issue('delayed.example.com');
      log.delay(0);
      expect((await under(kind, undefined, late)).inclusion).toMatchObject({ state: 'pending' });
      const before = world.now;
      world.now = late.notBefore + MMD[kind] + 1;
      expect((await under(kind, undefined, late)).inclusion).toMatchObject({ state: 'not-included' });
      world.now = late.notBefore + 2 * MMD[kind] + MINUTE;
      expect((await under(kind, undefined, late)).inclusion).toMatchObject({ state: 'included' });
      world.now = before;
    },
  );

  it.each(KINDS)('of a %s log that shows an old head leaves open what a new one would show', async (kind) => {
    const path = kind === 'static' ? 'checkpoint' : 'ct/v1/get-sth';
    const old = Buffer.from(await (await fetch(`${world.servers[kind].url}${path}`)).arrayBuffer());
    const promised = world.issue('unseen.example.com');
    const before = world.now;
    world.now = promised.notBefore + MMD[kind] + 1;
    const stale: typeof fetch = (input) =>
      (input as URL).href.endsWith(path) ? Promise.resolve(new Response(new Uint8Array(old))) : fetch(input);
    const proof = await prove(promised, { seen: seenLogs(world.reader(stale)) });
    world.now = before;
    expect(sctOf(proof, kind).inclusion).toMatchObject({
      state: 'unseen',
      failure: {
        detail: expect.stringMatching(/^the head that the log shows is of .*, and the entry is due since /),
      },
    });
  });

  it('of a log that left out what it promised names the entry that stands in its place, or that there is none', async () => {
    for (const log of Object.values(world.logs)) log.omitNext();
    const omitted = world.issue('omitted.example.com');
    world.issue('next.example.com');
    world.now = omitted.notBefore + HOUR;
    expect((await under('static', undefined, omitted)).inclusion).toMatchObject({
      state: 'contradicted',
      why: 'other-leaf',
    });
    expect((await under('rfc6962', undefined, omitted)).inclusion).toMatchObject({ state: 'pending' });
    world.now = omitted.notBefore + DAY + 1;
    expect((await under('rfc6962', undefined, omitted)).inclusion).toMatchObject({ state: 'not-included' });
  });

  it.each(KINDS)(
    'holds an old head of a %s log against a new one, and finds a second history',
    async (kind) => {
      const log = provableLog(world.list().byId.get(world.logs[kind].logId.toString('hex'))!);
      const client = world.reader()(log);
      const headUnder = async (fault?: LogFault) => {
        world.servers[kind].fault(fault);
        world.now += 1;
        const got = await client.head();
        if (!got.ok) throw new Error(got.detail);
        return got.value.head;
      };
      const old = await headUnder({ frozen: 300 });
      const now = await headUnder();
      expect((await checkConsistency(old, now, client)).consistency).toEqual({ state: 'consistent' });
      expect((await checkConsistency(now, now, client)).consistency).toEqual({ state: 'consistent' });
      expect(
        (await checkConsistency(now, await headUnder({ frozen: 300 }), client)).consistency,
      ).toMatchObject({
        state: 'contradicted',
        why: 'shrunk',
      });
      world.servers[kind].fault('down');
      expect((await checkConsistency(old, now, client)).consistency).toMatchObject({ state: 'unseen' });
      const { main } = world.logs[kind];
      world.logs[kind].fork(290, { ...main.entries[0], timestamp: NOW } as (typeof main.entries)[number]);
      for (let i = 0; i < 100; i++) world.issue(`fork${i}.example.com`, world.now);
      const forked = await headUnder('second-history');
      expect((await checkConsistency(old, forked, client)).consistency).toMatchObject({
        state: 'contradicted',
        why: 'history',
      });
      const [same] = [await headUnder({ frozen: forked.size })];
      expect((await checkConsistency(same, forked, client)).consistency).toMatchObject({ why: 'two-roots' });
    },
  );
});
