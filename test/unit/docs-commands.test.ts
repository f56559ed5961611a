import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.js';
import { testPorts } from '../../src/cli/testing/ports.js';

const ROOT = path.resolve(import.meta.dirname, '../..');
const pages = [
  'README.md',
  ...readdirSync(path.join(ROOT, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];

/** Every `caa-guard ...` that a page shows: in fenced blocks as lines, and in code spans that name a command or a flag. */
function commandsIn(file: string): readonly string[] {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  const fenced = [...text.matchAll(/^```[a-z]*.*\n([^]*?)^```$/gm)].flatMap(([, body = '']) =>
    body.replace(/\\\n/g, ' ').split('\n'),
  );
  const indented = text.split('\n').filter((line) => line.startsWith('    caa-guard '));
  const spans = [...text.replace(/^```[^]*?^```$/gm, '').matchAll(/`((?:npx )?caa-guard [a-z][^`]*)`/g)].map(
    ([, span = '']) => span,
  );
  return [...fenced, ...indented, ...spans].flatMap(
    (line) => /(?:^|[\s(|$])caa-guard ([a-z]+(?: [^#|>)]*)?)/.exec(line)?.[1]?.trim() ?? [],
  );
}

const help = new Map<string, string>();
async function helpOf(command: string): Promise<string> {
  const known = help.get(command);
  if (known !== undefined) return known;
  const ports = testPorts();
  await main([...command.split(' '), '--help'], ports);
  help.set(command, ports.out());
  return ports.out();
}

const COMMANDS = [
  ...['check', 'explain', 'judge', 'merge', 'plan', 'init', 'diff', 'lock', 'synth', 'tail', 'demo', 'rules'],
  ...['ledger', 'refresh', 'ledger add', 'ledger list', 'ledger prune', 'ledger propose', 'ledger digest'],
  ...['refresh log-list', 'refresh issuers'],
];

describe('the commands that pages show', () => {
  it.each(pages)('%s shows commands that there are, with flags that they take', async (file) => {
    const wrong: string[] = [];
    for (const line of commandsIn(file)) {
      const [first = '', second = ''] = line.split(/\s+/);
      const command = COMMANDS.includes(`${first} ${second}`) ? `${first} ${second}` : first;
      const text = COMMANDS.includes(command) ? await helpOf(command) : '';
      const flags = [...line.matchAll(/(?:^|\s)(-{1,2}[a-z][a-z-]*)/g)].map(([, flag = '']) => flag);
      const known = new Set([...text.matchAll(/(?<=\s|,|^)-{1,2}[a-z][a-z-]*/g)].map(([flag]) => flag));
      if (text === '' || flags.some((flag) => !known.has(flag))) wrong.push(line);
    }
    expect(wrong).toEqual([]);
  });

  it('are many', () => {
    expect(pages.flatMap(commandsIn).length).toBeGreaterThan(50);
  });
});
