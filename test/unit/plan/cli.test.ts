import { describe, expect, it } from 'vitest';
import { main } from '../../../src/cli/main.js';
import { testPorts, type TestPorts } from '../../../src/cli/testing/ports.js';
import { planJson } from '../../../src/terraform/testing/builder.js';
import { TWO_CAS } from './support.js';

async function plan(
  files: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly ports: TestPorts }> {
  const ports = testPorts({ stored: new Map(Object.entries({ 'caa-guard.yaml': TWO_CAS, ...files })) });
  return { code: await main(['plan', ...args], ports), ports };
}

describe('caa-guard plan', () => {
  it.each([
    ['a file that is not there', {}, /expected a plan as JSON at "p\.json": there is no such file/],
    ['an empty file', { 'p.json': '' }, /the file is empty/],
    ['the binary plan', { 'p.json': 'PK\u0003\u0004' }, /terraform show -json tfplan > tfplan\.json/],
    ['what is printed for people', { 'p.json': 'No changes. Your infrastructure' }, /prints for people/],
    ['a raw state', { 'p.json': '{"version":4,"serial":1}' }, /raw state file/],
    ['a later format', { 'p.json': '{"format_version":"2.0"}' }, /major version 1; got "2\.0"/],
  ])('says what is wrong with %s, and judges nothing', async (_what, files, message) => {
    const { code, ports } = await plan(files, 'p.json');
    expect(code).toBe(2);
    expect(ports.err()).toMatch(message);
    expect(ports.out()).toBe('');
  });

  it('says so where there is no standard input, no file, and no policy', async () => {
    expect((await plan({}, '-')).ports.err()).toContain('expected a plan on standard input');
    expect((await plan({})).code).toBe(2);
    const ports = testPorts({ stored: new Map([['p.json', planJson([])]]) });
    expect(await main(['plan', 'p.json'], ports)).toBe(2);
    expect(ports.err()).toContain('expected a policy');
  });

  it('takes a zone as ID=NAME, and says what it expected', async () => {
    const { code, ports } = await plan({ 'p.json': planJson([]) }, 'p.json', '--zone', 'example.com');
    expect(code).toBe(2);
    expect(ports.err()).toContain('expected ID=NAME');
  });

  it('fails on weaknesses where it is told to', async () => {
    const values = (value: string) => ({
      domain: 'example.com',
      subname: '',
      type: 'CAA',
      rdata: [value, '0 issuewild ";"'],
    });
    const text = planJson([
      {
        address: 'desec_rrset.r',
        before: values('0 issue "pki.goog"'),
        after: {
          ...values('0 issue "pki.goog"'),
          rdata: ['0 issue "pki.goog"', '0 issue "letsencrypt.org"', '0 issuewild ";"'],
        },
      },
    ]);
    const without = await plan({ 'p.json': text }, 'p.json');
    const withLow = await plan({ 'p.json': text }, 'p.json', '--fail-on', 'low');
    expect([without.code, withLow.code]).toEqual([0, 1]);
  });

  it('has help with examples', async () => {
    const { code, ports } = await plan({}, '--help');
    expect(code).toBe(0);
    expect(ports.out()).toContain('tofu show -json tfplan | caa-guard plan -');
  });

  it('shows hostile text of a plan inert', async () => {
    const { ports } = await plan(
      {
        'p.json': planJson([
          {
            address: 'desec_rrset.r["\u001b[31m\n::error::x"]',
            after: {
              domain: 'example.com',
              subname: '',
              type: 'CAA',
              rdata: ['0 issue "\u001b]0;evil\u0007\u202e.example"'],
            },
          },
        ]),
      },
      'p.json',
      '--color',
      'never',
    );
    expect(ports.out()).not.toMatch(/[\u001b\u0007\u202e]|^::error/m);
  });
});
