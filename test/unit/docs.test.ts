import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.js';
import { testPorts } from '../../src/cli/testing/ports.js';
import { EMPTY_LEDGER } from '../../src/policy/ledger/read.js';
import { describeProblem } from '../../src/policy/problem.js';
import { problemsOf } from '../../src/policy/testing/load.js';
import { RULES } from '../../src/rules/index.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** Pages in a folder and below it. */
const pagesIn = (folder: string): readonly string[] =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md') && !/(^|\/)(node_modules|cdktf\.out)\//.test(file))
    .map((file) => `${folder}/${file}`);
const pages = [
  'README.md',
  'SECURITY.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...pagesIn('docs').filter((file) => !file.startsWith('docs/rules/')),
  ...pagesIn('examples'),
];
const rulePages = pagesIn('docs/rules');
const page = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

async function flagsOf(...command: readonly string[]): Promise<readonly string[]> {
  const ports = testPorts();
  await main([...command, '--help'], ports);
  return [...ports.out().matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, flag = '']) => flag);
}

/** What a heading is called in a link (as GitHub makes it): lower case, without punctuation, dashes for spaces. */
const anchors = (text: string): readonly string[] =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

describe('what users read', () => {
  it.each(pages)('%s speaks of rules that there are', (file) => {
    const ids = new Set(RULES.map(({ id }) => id));
    const named = [...page(file).matchAll(/`((?:ct|caa|dns|dnssec|plan|policy|survey)\/[a-z0-9-]+)`/g)];
    expect(named.map(([, id = '']) => id).filter((id) => !ids.has(id))).toEqual([]);
  });

  it.each([...pages, ...rulePages])('%s leads to files, pictures and headings that are there', (file) => {
    const links = [
      ...page(file).matchAll(/\]\((?!https?:)([^)\s#]*)(?:#([^)\s]+))?\)/g),
      ...page(file).matchAll(/ (?:src|srcset|href)="(?!https?:)([^"\s#]*)(?:#([^"\s]+))?"/g),
    ];
    const broken = links.filter(([, target = '', anchor]) => {
      const place = target === '' ? file : path.join(path.dirname(file), target);
      return (
        !existsSync(path.join(ROOT, place)) ||
        (anchor !== undefined && !anchors(page(place)).includes(anchor))
      );
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });

  it.each([...pages, ...rulePages])('%s shows printable ASCII where it shows what is printed', (file) => {
    const listings = [...page(file).matchAll(/^ *```console\n([^]*?)^ *```$/gm)];
    const lines = listings.flatMap(([, listing = '']) => listing.split('\n'));
    expect(lines.filter((line) => /[^\x20-\x7e]/.test(line))).toEqual([]);
  });

  it('shows policies that load', async () => {
    const shown = pages.flatMap((file) =>
      [...page(file).matchAll(/^ *```yaml\n([^]*?)^ *```$/gm)]
        .map(([, text = '']) => text)
        // Ledgers have a form of their own, and a test beside it.
        .filter(
          (text) =>
            /^version: 1$/m.test(text) && !/^ +- kind: csr$/m.test(text.split('certificates:')[0] ?? ''),
        )
        .map((text) => ({ file, text })),
    );
    expect(new Set(shown.map(({ file }) => file)).size).toBeGreaterThan(2);
    const problems = await Promise.all(
      shown.map(async ({ file, text }) => {
        const found = await problemsOf(text, { 'caa-guard.ledger.yaml': EMPTY_LEDGER });
        return found.map((one) => `${file}: ${describeProblem(one)}`);
      }),
    );
    expect(problems.flat()).toEqual([]);
  });

  it('the page on security names what is installed with caa-guard, and nothing else', () => {
    const row = page('SECURITY.md')
      .split('\n')
      .find((line) => line.startsWith('| npm dependencies at run time'));
    const named = [...(row ?? '').matchAll(/`(?:@sigstore\/)?([a-z0-9-]+)`/g)].map(([, name = '']) => name);
    const { dependencies } = JSON.parse(page('package.json')) as { readonly dependencies: object };
    const installed = Object.keys(dependencies).map((name) => name.replace('@sigstore/', ''));
    expect(named.sort()).toEqual(installed.sort());
  });

  it('the page on certificates speaks of every rule about certificates', () => {
    const text = page('docs/certificates.md');
    const ids = RULES.map(({ id }) => id).filter((id) => id.startsWith('ct/'));
    expect(ids.filter((id) => !text.includes(`\`${id}\``))).toEqual([]);
  });

  it('the page on the command line speaks of every flag that is about certificates', async () => {
    const text = page('docs/cli.md');
    const about = (await flagsOf('check')).filter((flag) =>
      /^--(no-)?(ct|log-list|issuers|attestations|github|trusted-root)/.test(flag),
    );
    expect(about.length).toBeGreaterThan(10);
    expect(about.filter((flag) => !text.includes(`\`${flag}`))).toEqual([]);
  });

  it('the page on the tail speaks of every flag of tail', async () => {
    const text = page('docs/tail.md');
    expect((await flagsOf('tail')).filter((flag) => flag !== '--help' && !text.includes(flag))).toEqual([]);
  });
});
