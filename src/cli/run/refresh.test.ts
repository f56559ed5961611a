import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseIssuers } from '../../ct/issuers/index.js';
import { PACKAGED_LOG_LIST } from '../../ct/loglist/packaged.js';
import { main } from '../main.js';
import { testPorts, type TestPorts } from '../testing/ports.js';

const KEY = '00B529F22D8E6F31E89B4CAD783EFADCE90CD1D2';
const REPORT = [
  'Subject,Subject Key Identifier (Hex),Intermediate Certificate,Recognized CAA Domains',
  `"CN=R12; O=Let's Encrypt; C=US",${KEY},x,letsencrypt.org`,
  `"CN=X\u001b[31m; O=Odd",${'11'.repeat(20)},x,n/a`,
  `CN=D; O=DigiCert,${'22'.repeat(20)},x,"digicert.com; amazon.com"`,
].join('\r\n');
const DELEGATED = JSON.stringify([
  { name: 'DigiCert', domains: ['digicert.com', 'amazon.com'], delegated_domains: ['amazon.com'] },
]);

describe('refresh', () => {
  let directory = '';
  const at = (name: string): string => join(directory, name);
  const run = async (
    args: readonly string[],
    ports: TestPorts = testPorts(),
  ): Promise<{ readonly code: number; readonly ports: TestPorts }> => ({
    code: await main(['refresh', ...args], ports),
    ports,
  });

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'caa-guard-refresh-'));
    await writeFile(at('report.csv'), REPORT);
    await writeFile(at('delegated.json'), DELEGATED);
    await writeFile(at('list.json'), PACKAGED_LOG_LIST.json);
    await writeFile(at('list.sig'), Buffer.from(PACKAGED_LOG_LIST.signature, 'base64'));
    await writeFile(at('forged.json'), PACKAGED_LOG_LIST.json.replace('usable', 'Usable'));
    await writeFile(at('forged.sig'), Buffer.from(PACKAGED_LOG_LIST.signature, 'base64'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  it('issuers writes a table from CCADB’s report, and tells of each row that it could not use', async () => {
    const { code, ports } = await run(['issuers', '--from', at('report.csv')]);
    expect([code, ports.out()]).toEqual([0, 'issuers.json: 2 issuing keys; 1 rows of the report skipped\n']);
    expect(ports.err()).toContain('row 2 skipped: it names no CAA identifier');
    expect(ports.err()).not.toContain('\u001b');
    const [group] = parseIssuers(ports.stored.get('issuers.json') ?? '');
    expect(group?.source).toContain("CCADB's report");
    expect(group?.issuers).toContainEqual({
      keyId: KEY.toLowerCase(),
      name: 'R12',
      owner: "Let's Encrypt",
      caaDomains: ['letsencrypt.org'],
    });
  });

  it('issuers takes out identifiers of another owner, and can say all in JSON', async () => {
    const { code, ports } = await run([
      'issuers',
      '--from',
      at('report.csv'),
      '--delegated',
      at('delegated.json'),
      '--json',
      '-o',
      'x.json',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(ports.out())).toMatchObject({ written: 'x.json', issuers: 2, skipped: [{ row: 2 }] });
    const [group] = parseIssuers(ports.stored.get('x.json') ?? '');
    expect(group?.issuers.find(({ owner }) => owner === 'DigiCert')?.caaDomains).toEqual(['digicert.com']);
  });

  it('issuers reads a URL, and tells the network’s failures from wrong use', async () => {
    const url = 'https://ccadb.example/report.csv';
    const fine = await run(
      ['issuers', '--from', url],
      testPorts({ fetch: async () => new Response(REPORT) }),
    );
    expect(fine.code).toBe(0);
    const gone = await run(
      ['issuers', '--from', url],
      testPorts({ fetch: async () => new Response('', { status: 404 }) }),
    );
    expect([gone.code, gone.ports.err()]).toEqual([
      3,
      `error: CCADB's report of CAA identifiers could not be had from ${url}: the server answered 404\n`,
    ]);
    for (const [from, why] of [
      ['http://ccadb.example/report.csv', 'https'],
      [at('nothing.csv'), 'there is no such file'],
      [at('list.json'), "expected CCADB's report"],
    ] as const) {
      const { code, ports } = await run(['issuers', '--from', from]);
      expect([code, ports.err()]).toEqual([2, expect.stringContaining(why)]);
      expect(ports.stored.size).toBe(0);
    }
  });

  it('log-list writes a list that Google signed, with its signature', async () => {
    const { code, ports } = await run(['log-list', '--from', at('list.json'), '-o', 'logs.json']);
    expect([code, ports.out()]).toEqual([
      0,
      expect.stringMatching(/^logs\.json: \d+ logs, version .* signed by Google/),
    ]);
    expect(ports.stored.get('logs.json')).toBe(PACKAGED_LOG_LIST.json);
    expect(ports.stored.get('logs.json.sig')).toBe(`${PACKAGED_LOG_LIST.signature}\n`);
    const again = await run(['log-list', '--from', at('list.json'), '-o', 'logs.json', '--json'], ports);
    expect(again.code).toBe(0);
  });

  it('log-list takes no list that Google did not sign, and writes nothing then', async () => {
    const { code, ports } = await run(['log-list', '--from', at('forged.json')]);
    expect([code, ports.err()]).toEqual([3, expect.stringContaining('the signature is not of this list')]);
    expect(ports.stored.size).toBe(0);
  });

  it('shows its help, with examples', async () => {
    for (const args of [['--help'], ['issuers', '--help'], ['log-list', '--help']]) {
      const { code, ports } = await run(args);
      expect([code, ports.out()]).toEqual([0, expect.stringContaining('Examples:')]);
    }
  });
});
