import { describe, expect, it } from 'vitest';
import { main } from '../main.js';
import { testPorts } from '../testing/ports.js';

const ACCOUNT = 'https://acme-v02.api.letsencrypt.org/acme/acct/1234';
const BOUND = `version: 1
domains:
  example.com:
    issue: [{ca: letsencrypt.org, account: "${ACCOUNT}", methods: [dns-01]}]
    issuewild: none
`;
const LOOSE = BOUND.replace(`, account: "${ACCOUNT}"`, '');

async function diff(
  files: Readonly<Record<string, string>>,
  ...argv: readonly string[]
): Promise<{ code: number; out: string; err: string }> {
  const ports = testPorts({ stored: new Map(Object.entries(files)) });
  const code = await main(['diff', ...argv], ports);
  return { code, out: ports.out(), err: ports.err() };
}

describe('diff', () => {
  it('says in words what a change lets happen, where it says so, and exits 1', async () => {
    const { code, out } = await diff({ base: BOUND, head: LOOSE }, 'base', 'head');
    expect(code).toBe(1);
    expect(out).toBe(
      `- example.com issue: letsencrypt.org for any account by dns-01 may issue (issue); before: only letsencrypt.org for account ${ACCOUNT} by dns-01
    head:4:13

One weakening, 0 strengthenings: what was forbidden is allowed now.
`,
    );
  });

  it('exits 0 where a change only tightens, and says what', async () => {
    const { code, out } = await diff({ base: LOOSE, head: BOUND }, 'base', 'head');
    expect(code).toBe(0);
    expect(out).toContain('+ example.com issue: letsencrypt.org for any account by dns-01 may not issue');
    expect(out).toContain('Nothing is loosened; 1 strengthening.');
  });

  it('sees no change where only the writing differs', async () => {
    const { code, out } = await diff({ base: BOUND, head: `# moved\n${BOUND}` }, 'base', 'head');
    expect([code, out]).toEqual([0, 'Both allow the same.\n']);
  });

  it('reads two checkouts, by the usual places or by the files that are named', async () => {
    const files = {
      'base/caa-guard.yaml': BOUND,
      'head/.github/caa-guard.yaml': LOOSE,
      'base/dns/a.yaml': BOUND,
      'head/dns/a.yaml': BOUND,
    };
    expect((await diff(files, 'base', 'head')).code).toBe(1);
    expect((await diff(files, 'base', 'head', '-p', 'dns/a.yaml')).code).toBe(0);
  });

  it('refuses a side that is not there, and tells errors of both sides', async () => {
    const missing = await diff({ base: BOUND }, 'base', 'head');
    expect(missing.code).toBe(2);
    expect(missing.err).toContain('at "head"; there is none');
    const broken = await diff({ base: 'version: 2\n', head: 'version: 3\n' }, 'base', 'head');
    expect(broken.code).toBe(2);
    expect(broken.err).toMatch(/^base:1:10: error/m);
    expect(broken.err).toMatch(/^head:1:10: error/m);
  });

  it('gives JSON for programs', async () => {
    const { out } = await diff({ base: BOUND, head: LOOSE }, 'base', 'head', '--json');
    expect(JSON.parse(out)).toMatchObject({
      outcome: 'loosened',
      weakenings: [{ clause: 'issue', subject: 'example.com', at: { file: 'head', line: 4 } }],
      strengthenings: [],
    });
  });

  it('gives Markdown in which nothing from a policy is markup', async () => {
    const head = LOOSE.replace('issuewild: none', 'iodef: "https://example.com/a|b_c_d"');
    const { out } = await diff(
      { base: `${BOUND}    iodef: mailto:a@example.com\n`, head },
      'base',
      'head',
      '--markdown',
    );
    expect(out).toContain('### Loosened');
    expect(out).not.toContain('|');
    expect(out).not.toContain('_c_');
  });
});
