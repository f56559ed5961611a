import { createHash, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readLeafInput } from '../../../src/ct/log/index.js';
import { leafHash } from '../../../src/ct/merkle/index.js';
import { readLogList, type LogList } from '../../../src/ct/loglist/index.js';
import {
  logsOf,
  proveCertificate,
  proveInclusion,
  provableLog,
  seenLogs,
} from '../../../src/ct/prove/index.js';
import { createLogReader } from '../../../src/ct/reader/index.js';
import { readPage } from '../../../src/ct/source/page.js';
import { listVectors, readBinary, readVectors } from '../support/vectors.js';

const text = readVectors('ct/README.md');
/** When the certificates and the heads were in use does not matter: promises of the past are kept. */
const NOW = Date.parse('2026-11-25T00:00:00Z');

function lists(): readonly LogList[] {
  return listVectors('ct/loglists')
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const list = readLogList(readVectors(`ct/loglists/${name}`) ?? '');
      return list.ok ? [list.value] : [];
    });
}

const logs = lists().map((list) => logsOf(list));
const anyLog = (id: string) => logs.map((of) => of(id)).find((log) => log !== undefined);
const octets = (path: string): Buffer => readBinary(path) ?? Buffer.of();

describe.skipIf(text === undefined)('proofs of real certificates', () => {
  it('shows the SCTs of a certificate signed by their logs, and its issuer by them', async () => {
    const der = new X509Certificate(octets('ct/azul/sct/cloudflare.pem')).raw;
    const issuer = new X509Certificate(octets('ct/azul/sct/google-we1.pem'));
    const proof = await proveCertificate({ der, chain: [issuer.raw] }, { logs: anyLog, now: NOW });
    const spki = issuer.publicKey.export({ format: 'der', type: 'spki' });
    expect(proof).toMatchObject({
      kind: 'certificate',
      issuerSpkiSha256: createHash('sha256').update(spki).digest('hex'),
      problems: [],
    });
    expect(proof.scts.map(({ signature, log }) => [signature, log])).toEqual([
      ['valid', expect.stringMatching(/Xenon2025h2|Nimbus2025/)],
      ['valid', expect.stringMatching(/Xenon2025h2|Nimbus2025/)],
    ]);
  });

  it('finds nothing in a real answer of the Cert Spotter API that its own bytes contradict', async () => {
    const page = readPage(readVectors('ct/certspotter-api/example.json') ?? '');
    if (!('entries' in page)) throw new Error(page.detail);
    expect(page.entries).toHaveLength(1);
    const [entry] = page.entries;
    expect(entry?.contradictions).toEqual([]);
    const issuance = entry?.issuance;
    expect(issuance).toMatchObject({
      issuerSpkiSha256: 'e1ae9c3de848ece1ba72e0d991ae4d0d9ec547c6bad1dddab9d6beb0a7e0e0d8',
      caaDomains: expect.arrayContaining(['sectigo.com']),
      hints: { revoked: false },
    });
    const proof = await proveCertificate(issuance!, { logs: anyLog, now: NOW });
    expect(proof.scts.length).toBeGreaterThan(0);
    for (const { signature } of proof.scts) expect(['valid', 'unknown-log']).toContain(signature);
  });

  it('finds an entry of Argon2020 in its tree, by the log’s own answers', async () => {
    const files = listVectors('ct/azul/http_get');
    const answer = (start: string): Buffer =>
      octets(`ct/azul/http_get/${files.find((name) => name.startsWith(start)) ?? ''}`);
    const asked: string[] = [];
    const argon = lists()
      .flatMap(({ logs }) => logs)
      .find(({ description }) => /Argon2020/.test(description));
    if (argon === undefined) throw new Error('the lists have no Argon2020');
    const reader = createLogReader({
      fetch: async (input) => {
        const { pathname } = input as URL;
        const name = pathname.slice(pathname.lastIndexOf('/') + 1);
        asked.push(name);
        return new Response(new Uint8Array(answer(name === 'get-sth' ? 'get-sth' : name)));
      },
      clock: { now: () => NOW, monotonic: () => 0 },
      sleep: async () => undefined,
      userAgent: 'test',
    });
    const { entries } = JSON.parse(answer('get-entries').toString()) as { entries: { leaf_input: string }[] };
    const leaf = Buffer.from(entries[0]?.leaf_input ?? '', 'base64');
    const entry = readLeafInput(leaf);
    if (!entry.ok) throw new Error(entry.problem);
    const promised = { leafHash: leafHash(leaf), leafIndex: undefined, timestamp: entry.value.timestamp };
    const { inclusion, record } = await proveInclusion(
      seenLogs(reader).of(provableLog(argon)),
      promised,
      NOW,
    );
    expect(inclusion).toEqual({ state: 'included', index: 10_000, size: 961_984_011 });
    expect(record.path).toHaveLength(30);
    expect(asked).toEqual(['get-sth', 'get-proof-by-hash']);
  });
});
