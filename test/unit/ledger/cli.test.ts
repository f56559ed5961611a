import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../../src/cli/main.js';
import { systemFiles } from '../../../src/cli/system.js';
import { testPorts } from '../../../src/cli/testing/ports.js';
import {
  certificateOf,
  ca,
  DAY,
  keyOf,
  NOW,
  pem,
  requestOf,
} from '../../../src/ct/ledger/testing/material.js';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'caa-guard-ledger-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const at = (name: string): string => path.join(dir, name);
const put = async (name: string, content: string | Uint8Array): Promise<string> => {
  await mkdir(path.dirname(at(name)), { recursive: true });
  await writeFile(at(name), content);
  return at(name);
};
async function ledger(...argv: readonly string[]) {
  const ports = testPorts({
    files: systemFiles,
    clock: { now: () => NOW + 10 * DAY, monotonic: () => 0 },
    env: { HOME: at('home') },
  });
  const code = await main(['ledger', ...argv], ports);
  return { code, out: ports.out(), err: ports.err() };
}
const policy = (): Promise<string> =>
  put(
    'caa-guard.yaml',
    'version: 1\ndomains:\n  example.com:\n    issue: [letsencrypt.org]\n    certificates: {ledger: ./ours.yaml}\n  example.org: {issue: none}\n',
  );

const first = certificateOf(['example.com', 'www.example.com'], 'first', NOW - 100 * DAY);
const second = certificateOf(['example.com', 'www.example.com'], 'second', NOW);
const chain = pem('CERTIFICATE', second.certificate) + pem('CERTIFICATE', ca.intermediate.certificate);
const secret = keyOf('second').export({ format: 'pem', type: 'pkcs8' }).toString();

describe('caa-guard ledger add', () => {
  it('enters a certificate and a request into the ledger that the policy names', async () => {
    const file = await policy();
    const cert = await put('fullchain.pem', chain);
    const csr = await put(
      'next.csr',
      pem('CERTIFICATE REQUEST', requestOf(['www.example.com', '*.example.com'], keyOf('next'))),
    );
    const done = await ledger('add', cert, csr, '-p', file, '--note', 'the web server');
    expect([done.code, done.err]).toEqual([0, '']);
    expect(done.out).toContain('added for example.com: csr ');
    expect(done.out).toContain('2 added');
    const text = await readFile(at('ours.yaml'), 'utf8');
    expect(text).toContain(`tbs: ${second.tbsSha256}`.replace(/tbs: (\d+)$/, 'tbs: "$1"'));
    expect(text).toContain('note: the web server');
    expect(text).toContain('added: 2026-12-03');
    expect(text).not.toContain('example.org');
    const again = await ledger('add', cert, csr, '-p', file);
    expect(again.out).toContain('is unchanged');
    expect(await readFile(at('ours.yaml'), 'utf8')).toBe(text);
    const listed = JSON.parse((await ledger('list', '--json', '-p', file)).out) as {
      entries: { kind: string; names: string[] }[];
    };
    expect(listed.entries.map(({ kind, names }) => [kind, names])).toEqual([
      ['csr', ['*.example.com', 'www.example.com']],
      ['certificate', ['example.com', 'www.example.com']],
    ]);
  });

  it('refuses a private key, and says what to give', async () => {
    const done = await ledger(
      'add',
      await put('privkey.pem', secret),
      '-d',
      'example.com',
      '--ledger',
      at('l.yaml'),
    );
    expect(done.code).toBe(2);
    expect(done.err).toContain('this is a private key');
    expect(done.err).toContain('give the certificate or the CSR');
    expect(await readdir(dir)).toEqual(['privkey.pem']);
  });

  it('refuses what concerns none of the domains, and what it cannot tell a domain for', async () => {
    const file = await policy();
    const other = await put('other.pem', pem('CERTIFICATE', certificateOf(['example.net'], 'x').certificate));
    const foreign = await ledger('add', other, '-p', file);
    expect([foreign.code, foreign.err]).toEqual([2, expect.stringContaining('example.net')]);
    expect((await ledger('add', other, '--ledger', at('none.yaml'))).err).toContain('--domain');
    expect((await ledger('add', other, '-d', 'example.net', '--ledger', at('new.yaml'))).code).toBe(0);
    expect((await ledger('add')).err).toContain('expected something to enter');
  });

  it('takes what is of use in a directory, and tells what is not', async () => {
    const file = await policy();
    await put('in/a/cert.pem', pem('CERTIFICATE', first.certificate));
    await put('in/fullchain.pem', chain);
    await put('in/privkey.pem', secret);
    await put('in/notes.txt', 'nothing');
    const done = await ledger('add', '--from-dir', at('in'), '-p', file);
    expect(done.code).toBe(0);
    expect(done.out).toContain('2 added');
    expect(done.out).toMatch(/left out .*privkey\.pem: this is a private key/);
    expect(done.out).not.toContain('notes.txt');
  });

  it('tells of certificates for other domains in one line, and of a directory how it is entered', async () => {
    const file = await policy();
    const other = pem('CERTIFICATE', certificateOf(['example.net'], 'x').certificate);
    for (const name of ['a', 'b', 'c', 'd']) await put(`in/${name}.pem`, other);
    await put('in/ours.pem', pem('CERTIFICATE', first.certificate));
    const done = await ledger('add', '--from-dir', at('in'), '-p', file);
    expect(done.out).toMatch(/^left out 4 of other domains: .*a\.pem, .*b\.pem, .*c\.pem \.\.\.; --domain/m);
    expect(done.out.split('\n').filter((line) => line.includes('left out'))).toHaveLength(1);
    expect((await ledger('add', at('in'), '-p', file)).err).toContain('--from-dir');
    expect((await ledger('add', at('in/a.pem'), '-p', file)).err).toContain(
      'it names example.net, and none of that is in example.com, example.org. Name its domain with --domain',
    );
  });

  const renewals = [first, second].map(({ certificate }) => pem('CERTIFICATE', certificate));
  const layouts: readonly [string, Readonly<Record<string, string>>, number][] = [
    [
      'certbot',
      {
        'archive/example.com/cert1.pem': renewals[0]!,
        'archive/example.com/cert2.pem': renewals[1]!,
        'archive/example.com/chain2.pem': chain,
        'archive/example.com/privkey2.pem': secret,
        'renewal/example.com.conf': '',
      },
      2,
    ],
    [
      'lego',
      {
        'certificates/example.com.crt': chain,
        'certificates/example.com.json': '{}',
        'certificates/example.com.issuer.crt': chain,
        'certificates/example.com.key': secret,
      },
      1,
    ],
    [
      'acme.sh',
      {
        'account.conf': '',
        'example.com_ecc/example.com.cer': renewals[1]!,
        'example.com_ecc/fullchain.cer': chain,
        'example.com_ecc/ca.cer': chain,
        'example.com_ecc/example.com.key': secret,
        'ca/x/y': '',
      },
      1,
    ],
    [
      'dehydrated',
      {
        'certs/example.com/cert-1700000000.pem': renewals[0]!,
        'certs/example.com/cert-1790000000.pem': renewals[1]!,
        'certs/example.com/chain-1790000000.pem': chain,
        'certs/example.com/privkey-1790000000.pem': secret,
      },
      2,
    ],
  ];
  it.each(layouts)('finds the certificates of %s by its layout', async (_client, files, count) => {
    const file = await policy();
    for (const [name, content] of Object.entries(files)) await put(`home/.acme.sh/${name}`, content);
    const done = await ledger('add', '--from-acme', at('home/.acme.sh'), '-p', file);
    expect([done.code, done.err]).toEqual([0, '']);
    expect(done.out).toContain(`${count} added`);
    expect(done.out).not.toContain('left out');
    const found = await ledger('add', '--from-acme', '-p', file);
    expect(found.out).toContain('0 added');
  });

  it('says which layouts it knows where it finds none', async () => {
    await policy();
    await mkdir(at('empty'));
    const none = await ledger('add', '--from-acme', at('empty'), '-p', at('caa-guard.yaml'));
    expect([none.code, none.err]).toEqual([2, expect.stringContaining('archive/NAME/certN.pem')]);
    expect((await ledger('add', '--from-dir', at('gone'), '-p', at('caa-guard.yaml'))).err).toContain(
      'ENOENT',
    );
  });

  it('replaces the ledger at once, behind a link too, and leaves nothing beside it', async () => {
    await policy();
    await put('real/ours.yaml', 'version: 1\ndomains: {}\n');
    await symlink(at('real/ours.yaml'), at('ours.yaml'));
    const cert = await put('c.pem', pem('CERTIFICATE', first.certificate));
    expect((await ledger('add', cert, '-p', at('caa-guard.yaml'))).code).toBe(0);
    expect(await readFile(at('real/ours.yaml'), 'utf8')).toContain(first.tbsSha256.slice(0, 60));
    expect(await readdir(at('real'))).toEqual(['ours.yaml']);
    expect((await stat(at('real/ours.yaml'))).mode & 0o777).toBe(0o644);
  });

  it('tells a broken ledger with its places, and writes nothing', async () => {
    await policy();
    await put('ours.yaml', 'version: 1\ndomains:\n  example.com:\n    - {kind: key, spki: nonsense}\n');
    const cert = await put('c.pem', pem('CERTIFICATE', first.certificate));
    const done = await ledger('add', cert, '-p', at('caa-guard.yaml'));
    expect(done.code).toBe(2);
    expect(done.err).toContain('ours.yaml:4:25');
  });

  it('prints JSON', async () => {
    await policy();
    const cert = await put('c.pem', pem('CERTIFICATE', first.certificate));
    const done = await ledger('add', cert, '-p', at('caa-guard.yaml'), '--json');
    expect(JSON.parse(done.out)).toMatchObject({
      added: [{ domain: 'example.com', kind: 'certificate', tbs: first.tbsSha256, issuer: undefined }].map(
        ({ issuer: _no, ...rest }) => rest,
      ),
      skipped: [],
    });
  });
});

describe('caa-guard ledger list, prune and digest', () => {
  it('lists, says what has ended, and takes just that out', async () => {
    await policy();
    await put('a.pem', pem('CERTIFICATE', first.certificate));
    await put('b.pem', pem('CERTIFICATE', second.certificate));
    await ledger('add', at('a.pem'), at('b.pem'), '-p', at('caa-guard.yaml'));
    const listed = await ledger('list', '-p', at('caa-guard.yaml'));
    expect(listed.out.match(/has ended/g)).toHaveLength(1);
    expect(listed.out).toContain('2 entries');
    const early = await ledger('prune', '--before', '2026-01-01', '-p', at('caa-guard.yaml'));
    expect(early.out).toContain('0 removed');
    const pruned = await ledger('prune', '-p', at('caa-guard.yaml'), '--json');
    expect(JSON.parse(pruned.out)).toMatchObject({ removed: [{ tbs: first.tbsSha256 }] });
    expect((await ledger('list', '-p', at('caa-guard.yaml'))).out).toContain('1 entry');
  });

  it('needs a ledger that is there', async () => {
    await policy();
    expect((await ledger('list', '-p', at('caa-guard.yaml'))).err).toContain('Begin one with');
  });

  it('gives the digest that precertificate and certificate share', async () => {
    const cert = await ledger('digest', await put('c.pem', chain));
    expect(cert).toEqual({ code: 0, out: `${second.tbsSha256}\n`, err: '' });
    expect((await ledger('digest', await put('p.der', second.precertificate))).out).toBe(
      `${second.tbsSha256}\n`,
    );
    expect((await ledger('digest', await put('c.csr', requestOf(['example.com'])))).err).toContain(
      'this is a request',
    );
    expect((await ledger('digest', await put('k.pem', secret))).err).toContain('private key');
  });

  it('has help with examples', async () => {
    for (const command of [[], ['add'], ['list'], ['prune'], ['propose'], ['digest']]) {
      const { code, out } = await ledger(...command, '--help');
      expect(code).toBe(0);
      expect(out).toContain('Examples:');
      expect(out).toContain('--json');
    }
    const wrong = await ledger('ad');
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('caa-guard ledger --help')]);
  });
});

describe('caa-guard ledger propose', () => {
  const shown = (...certificates: readonly Uint8Array[]): typeof fetch => {
    return async (input) => {
      const after = new URL(input instanceof Request ? input.url : input).searchParams.has('after');
      const page = after
        ? []
        : certificates.map((der, i) => ({
            id: String(i + 1),
            cert_der: Buffer.from(der).toString('base64'),
          }));
      return new Response(JSON.stringify(page), { headers: { 'content-type': 'application/json' } });
    };
  };
  async function propose(fetchImpl: typeof fetch, ...argv: readonly string[]) {
    const ports = testPorts({
      files: systemFiles,
      fetch: fetchImpl,
      clock: { now: () => NOW, monotonic: () => performance.now() },
    });
    const code = await main(
      ['ledger', 'propose', '-p', at('caa-guard.yaml'), '--ct-source', 'certspotter', ...argv],
      ports,
    );
    return { code, out: ports.out(), err: ports.err() };
  }

  it('writes what nobody has entered into a file that counts for nothing', async () => {
    await policy();
    await put('a.pem', pem('CERTIFICATE', first.certificate));
    await ledger('add', at('a.pem'), '-p', at('caa-guard.yaml'));
    const done = await propose(shown(first.certificate, second.precertificate, second.certificate));
    expect([done.code, done.err]).toEqual([0, '']);
    const text = await readFile(at('ours.proposal.yaml'), 'utf8');
    expect(text).toContain('proposal: 1');
    expect(text).toContain('NOTHING IN HERE COUNTS');
    expect(text).toContain(second.tbsSha256.slice(0, 63));
    expect(text).not.toContain(first.tbsSha256.slice(0, 63));
    const named = await ledger('list', '--ledger', at('ours.proposal.yaml'), '-p', at('caa-guard.yaml'));
    expect([named.code, named.err]).toEqual([2, expect.stringContaining('nothing in it counts')]);
  });

  it('counts once somebody has moved its entries', async () => {
    await policy();
    await propose(shown(first.certificate, second.certificate));
    const text = await readFile(at('ours.proposal.yaml'), 'utf8');
    await put('ours.yaml', text.replace('proposal: 1', 'version: 1'));
    expect((await propose(shown(first.certificate, second.certificate))).out).toContain('nothing to propose');
  });

  it('is unknown where the source fails, and never writes over anything else', async () => {
    await policy();
    const failed = await propose(async () => new Response('no', { status: 404 }));
    expect([failed.code, failed.err]).toEqual([3, expect.stringContaining('did not show all')]);
    await put('precious.yaml', 'version: 1\n');
    const refused = await propose(shown(first.certificate), '-o', at('precious.yaml'));
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('something else is there')]);
    expect(await readFile(at('precious.yaml'), 'utf8')).toBe('version: 1\n');
  });

  it('is written anew as long as nobody has worked on it, and never over what somebody has sorted', async () => {
    await policy();
    await propose(shown(first.certificate));
    expect(await propose(shown(first.certificate, second.certificate))).toMatchObject({ code: 0 });
    const both = await readFile(at('ours.proposal.yaml'), 'utf8');
    expect(both).toContain(second.tbsSha256.slice(0, 63));
    for (const edited of [
      both.replace(/^ +# issued by.*\n/m, ''),
      `${both}# ask Ann\n`,
      both.replace(/# As it .*\n$/, ''),
    ]) {
      expect(edited).not.toBe(both);
      await put('ours.proposal.yaml', edited);
      const refused = await propose(shown(first.certificate, second.certificate));
      expect([refused.code, refused.err]).toEqual([
        2,
        expect.stringContaining('somebody has edited the one'),
      ]);
      expect(await readFile(at('ours.proposal.yaml'), 'utf8')).toBe(edited);
    }
    // What a version control system does with the ends of lines is no work of a person.
    await put('ours.proposal.yaml', both.replaceAll('\n', '\r\n'));
    expect(await propose(shown(first.certificate))).toMatchObject({ code: 0 });
  });

  it('cannot be made to write anything but a comment by what a certificate calls its issuer', async () => {
    await policy();
    const evil = ca.issue({
      names: ['example.com'],
      publicKey: first.publicKey,
      notBefore: NOW,
      odd: (spec) => ({ ...spec, issuer: Buffer.from(spec.issuer).fill(0x0a, 30, 34) }),
    });
    await propose(shown(evil.certificate));
    const text = await readFile(at('ours.proposal.yaml'), 'utf8');
    for (const line of text.split('\n')) expect(line).toMatch(/^(#|proposal: 1$|domains:$| {2}|$)/);
  });
});
