import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { main } from '../../../src/cli/main.js';
import { WORLD_FLAGS, worldPolicy, worldPorts } from '../../../src/cli/testing/world.js';
import { problemsOf } from '../../../src/policy/testing/load.js';

const page = readFileSync(new URL('../../../docs/changes.md', import.meta.url), 'utf8');

function blocks(fence: string): readonly string[] {
  return [...page.matchAll(/^```(.*)\n([^]*?)^```$/gm)].flatMap(([, kind, body = '']) =>
    kind === fence ? [body] : [],
  );
}

const base = worldPolicy(['good.example', 1]).replace(
  'domains:',
  'approval: {reviewers: [alice, bob]}\ndomains:',
);
const head = base.replace('account: https://acme-v02.api.letsencrypt.org/acme/acct/1, ', '');

describe('the page on changes of a policy', () => {
  it('shows a check as it is printed', async () => {
    const ports = worldPorts({ 'caa-guard.yaml': head, 'main/caa-guard.yaml': base });
    expect(await main(['check', '--base', 'main', ...WORLD_FLAGS], ports)).toBe(1);
    expect(blocks('console')).toEqual([`$ caa-guard check --base main\n${ports.out()}`]);
  });

  it('shows a policy that loads', async () => {
    const [policy = ''] = blocks('yaml');
    expect(policy).toContain('approval:');
    expect(await problemsOf(policy)).toEqual([]);
  });
});
