import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { main } from './main.js';
import { testPorts } from './testing/ports.js';

async function called(...argv: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const ports = testPorts();
  const code = await main(argv, ports);
  return { code, out: ports.out(), err: ports.err() };
}

const COMMANDS = [
  'check',
  'explain',
  'judge',
  'merge',
  'init',
  'demo',
  'rules',
  'diff',
  'lock',
  'synth',
  'tail',
];

describe('the command line', () => {
  it('lists its commands and its exit codes', async () => {
    const { code, out } = await called('--help');
    expect(code).toBe(0);
    for (const command of COMMANDS) expect(out).toMatch(new RegExp(`^  ${command} `, 'm'));
    expect(out).toMatch(/1 {2}drift/);
  });

  it.each(COMMANDS)('%s has help with examples', async (command) => {
    const { code, out } = await called(command, '--help');
    expect(code).toBe(0);
    expect(out).toContain(`Usage: caa-guard ${command}`);
    expect(out).toContain('Examples:');
    expect(out).toContain('--json');
  });

  it.each([...COMMANDS.map((one) => [one]), ['ledger', 'propose'], ['plan'], ['refresh', 'issuers']])(
    'the help of %s %s fits a page of 120 columns, explanations beside examples or below them',
    async (...command) => {
      const { out } = await called(...command, '--help');
      expect(out.split('\n').filter((line) => line.length > 120)).toEqual([]);
    },
  );

  it('refuses a file for heads of logs where no log is read', async () => {
    const { code, err } = await called('check', '-p', 'x.yaml', '--ct-state', 'heads.json');
    expect(code).toBe(2);
    expect(err).toContain('expected --ct-proof inclusion beside --ct-state');
  });

  it('refuses a place for attestations that is not there, or is no directory', async () => {
    const ports = testPorts({ stored: new Map([['bundle.json', '{}']]) });
    expect(await main(['check', '-p', 'x.yaml', '--attestations', 'nowhere'], ports)).toBe(2);
    expect(await main(['check', '-p', 'x.yaml', '--attestations', 'bundle.json'], ports)).toBe(2);
    expect(ports.err()).toMatch(/at "nowhere": there is none\n.*"bundle.json" is a file/s);
  });

  it.skipIf(!existsSync('/sys/kernel'))('names the directory in which nothing can be kept', async () => {
    const policy = 'version: 1\ndomains: {a.example: {issue: none}}';
    const ports = testPorts({ stored: new Map([['p.yaml', policy]]) });
    expect(await main(['tail', '-p', 'p.yaml', '--once', '--state', '/sys/kept'], ports)).toBe(2);
    expect(ports.err()).toMatch(/^error: expected to keep the state in "\/sys\/kept": E[A-Z]+: /);
  });

  it('takes no options that a command does not go by', async () => {
    for (const command of [
      ['ledger', 'propose'],
      ['init', 'example.com'],
    ])
      expect((await called(...command, '--ct-proof', 'inclusion')).err).toContain('unknown option');
  });

  it('says its version', async () => {
    expect((await called('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('without a command shows the help, and that is wrong use', async () => {
    const { code, err } = await called();
    expect(code).toBe(2);
    expect(err).toContain('Usage: caa-guard');
  });

  it.each<[string, string[], string]>([
    ['an unknown command', ['chekc'], 'Did you mean check?'],
    ['an unknown option', ['check', '--polcy', 'x'], 'Did you mean --policy?'],
    ['a missing argument', ['judge'], "missing required argument 'evidence'"],
    ['an argument too many', ['rules', 'x', 'y'], 'too many arguments'],
    ['a policy without its flag', ['check', 'x.yaml'], 'Name a policy with --policy FILE'],
    ['a broken resolver', ['check', '-r', 'dns.example'], 'expected a resolver such as 192.0.2.53'],
    ['a broken time', ['check', '--at', 'noon'], 'expected a time such as 2026-11-23'],
    ['both forms of output', ['check', '--json', '--markdown'], 'cannot be used with'],
    [
      'a CA that is not named',
      ['explain', 'example.com'],
      "required option '--ca <identifier>' not specified",
    ],
    ['a URL for a domain', ['init', 'https://example.com/'], 'is a URL; write the name alone'],
    ['a top-level domain', ['init', 'com'], 'is a single label; a registered domain has at least two'],
    [
      'the name of a company for a CA',
      ['explain', 'example.com', '--ca', 'Let’s Encrypt'],
      'expected a CA as CAA records name it, such as letsencrypt.org',
    ],
    [
      'the number of an account for its URI',
      ['explain', 'example.com', '--ca', 'letsencrypt.org', '--account', '1234567'],
      '"1234567" is no https: or acct: URI',
    ],
    [
      'a method that there is not',
      ['explain', 'example.com', '--ca', 'letsencrypt.org', '--method', 'dns01'],
      'did you mean dns-01?',
    ],
  ])('%s is wrong use, and is told so', async (_what, argv, words) => {
    const { code, out, err } = await called(...argv);
    expect(code).toBe(2);
    expect(err).toContain(words);
    expect(err).toMatch(/--help/);
    expect(out).toBe('');
  });
});
