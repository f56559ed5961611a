import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.js';
import { testPorts } from '../../src/cli/testing/ports.js';
import { createDemo, type Demo } from '../../src/lab/index.js';

/*
 * The steps of docs/quick-start.md, done as the page says them, in an empty repository, against the lab: its
 * jabber.example is the domain of somebody who uses Let's Encrypt, and of whom somebody else got a certificate.
 */

const PAGE = readFileSync(path.resolve(import.meta.dirname, '../../docs/quick-start.md'), 'utf8');
const DOMAIN = 'jabber.example';
const clock = { now: () => Date.now(), monotonic: () => performance.now() };

let demo: Demo;
let lab: { readonly dns: readonly string[]; readonly ct: readonly string[] };
/** The files of the repository, and those that say where the lab is. */
const stored = new Map<string, string>();

beforeAll(async () => {
  demo = createDemo({ clock, seed: 'quick-start' });
  await demo.start();
  demo.drift(DOMAIN);
  const { dns, ct } = demo.lab.access;
  stored.set('lab.hints', dns.rootHints ?? '');
  stored.set('lab.ds', dns.trustAnchor ?? '');
  stored.set('lab.logs', ct.logList.text);
  stored.set('lab.issuers', ct.issuers);
  lab = {
    dns: ['--root-hints', 'lab.hints', '--trust-anchor', 'lab.ds', '--port', String(dns.port)].concat(
      '--allow-private-addresses',
    ),
    ct: ['--ct-url', ct.url, '--log-list', 'lab.logs', '--issuers', 'lab.issuers'],
  };
});
afterAll(() => demo.stop());

async function run(...argv: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const ports = testPorts({ clock, stored });
  const code = await main(argv, ports);
  return { code, out: ports.out(), err: ports.err() };
}
const check = (policy = 'caa-guard.yaml'): ReturnType<typeof run> =>
  run('check', '-p', policy, ...lab.dns, ...lab.ct);
const file = (name: string): string => stored.get(name) ?? '';
/** Lines of the page's listing that begins with a command; what stands for more is left out. */
const listing = (command: string, nth = 0): readonly string[] =>
  [...PAGE.matchAll(/^```console\n\$ npx (.*)\n([^]*?)^```$/gm)]
    .filter(([, one]) => one === command)
    [nth]?.[2]?.split('\n')
    .filter((line) => line !== '' && line !== '...') ?? [];

describe('the quick start', { timeout: 60_000 }, () => {
  it('begins with what stands now, and says what is weak in it', async () => {
    const { code, err } = await run('init', DOMAIN, ...lab.dns, ...lab.ct);
    expect({
      code,
      missing: listing(`caa-guard init ${DOMAIN}`).filter((line) => !err.includes(line)),
    }).toEqual({ code: 0, missing: [] });
    expect(listing(`caa-guard init ${DOMAIN}`).length).toBeGreaterThan(4);
  });

  it('writes nothing for a domain that is misspelt', async () => {
    const { code, err } = await run('init', 'jabbr.example', '-o', 'misspelt.yaml', ...lab.dns, ...lab.ct);
    expect(code).toBe(2);
    expect(err).toContain(
      'expected domains that exist; DNS has no such name as jabbr.example. Check the spelling',
    );
    expect(stored.has('misspelt.yaml')).toBe(false);
  });

  it('reports every certificate at first, as the page shows', async () => {
    const { code, out } = await check();
    expect(code).toBe(1);
    expect(listing('caa-guard check').filter((line) => !out.includes(line))).toEqual([]);
    expect(listing('caa-guard check').length).toBeGreaterThan(4);
  });

  it('leaves the one that is not ours, once a pinned key is taken out of its comment', async () => {
    const pinned = file('caa-guard.yaml')
      .replace(/^ {4}#certificates:/m, '    certificates:')
      .replace(/^ {4}# {2}keys:/m, '      keys:')
      .replace(/^( {4}# {4}#.*www\.jabber\.example.*\n {4})#( {4}- [0-9a-f]{64})/m, '$1$2');
    stored.set('pinned.yaml', pinned);
    const { code, out } = await check('pinned.yaml');
    expect(code).toBe(1);
    expect(listing('caa-guard check', 1).filter((line) => !out.includes(line))).toEqual([]);
  });

  it('does so with a ledger, made of the proposal as the page says', async () => {
    const proposed = await run('ledger', 'propose', ...lab.ct);
    expect(proposed.code).toBe(0);
    const [head = '', ...entries] = file('caa-guard.ledger.proposal.yaml').split(/^(?= {4}# issued by)/m);
    const ours = entries.filter((entry) => !entry.includes('xmpp.jabber.example'));
    expect([entries.length, ours.length]).toEqual([3, 2]);
    stored.set('caa-guard.ledger.yaml', [head, ...ours].join('').replace('proposal: 1', 'version: 1'));
    const named = `${file('caa-guard.yaml')}\n    certificates:\n      ledger: ./caa-guard.ledger.yaml\n`;
    stored.set('named.yaml', named);
    const { code, out } = await check('named.yaml');
    expect(code).toBe(1);
    expect(out.match(/not known to be ours$/gm)).toHaveLength(1);
    expect(out).toContain('A certificate for xmpp.jabber.example');
  });

  it('ends with a record that would have prevented it', async () => {
    const bound = file('pinned.yaml')
      .replace('version: 1', 'version: 1\nextends: caa-guard:strict')
      .replace(
        '      - ca: letsencrypt.org\n',
        '      - ca: letsencrypt.org\n        account: https://acme-v02.api.letsencrypt.org/acme/acct/1001\n        methods: [dns-01]\n',
      );
    stored.set('strict.yaml', bound);
    const { out: records } = await run('synth', '-p', 'strict.yaml', '-d', DOMAIN);
    const rdatas = [...records.matchAll(/IN CAA (.*)$/gm)].map(([, rdata = '']) => rdata);
    expect(rdatas).toHaveLength(2);
    const stranger = (): ReturnType<typeof run> =>
      run('explain', DOMAIN, '--ca', 'letsencrypt.org', ...lab.dns);
    expect((await stranger()).out).toContain('would issue');
    expect((await check('strict.yaml')).out).toContain('caa/binding-lost');
    const zone = demo.lab.dns.zone(DOMAIN);
    zone.replace('@', 'CAA', rdatas);
    expect((await stranger()).out).not.toContain('would issue');
    expect((await check('strict.yaml')).out).not.toContain('caa/');
  });
});
