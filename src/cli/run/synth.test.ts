import { describe, expect, it } from 'vitest';
import { main } from '../main.js';
import { testPorts, type TestPorts } from '../testing/ports.js';

const POLICY = `version: 1
domains:
  example.com: {issue: [pki.goog], issuewild: none, dnssec: {required: true}}
  example.org: {issue: none, issuemail: none}
`;

async function synth(...argv: readonly string[]): Promise<[number, TestPorts]> {
  const ports = testPorts({ stored: new Map([['caa-guard.yaml', POLICY]]) });
  return [await main(['synth', ...argv], ports), ports];
}

describe('synth', () => {
  it('writes lines of a zone file, and says what they do not', async () => {
    const [code, ports] = await synth();
    expect(code).toBe(0);
    expect(ports.out()).toBe(`; Written by \`caa-guard synth\` from caa-guard.yaml: change it there.
example.com. 300 IN CAA 0 issue "pki.goog"
example.com. 300 IN CAA 0 issuewild ";"
example.org. 300 IN CAA 0 issue ";"
example.org. 300 IN CAA 0 issuemail ";"
`);
    expect(ports.err()).toContain('note: to be signed, which records do not say: example.com');
  });

  it('writes one domain, with another TTL, into a file', async () => {
    const [code, ports] = await synth(
      '-d',
      'Example.ORG.',
      '--ttl',
      '60',
      '-f',
      'octodns',
      '-o',
      'zones/example.org.yaml',
    );
    expect(code).toBe(0);
    expect(ports.out()).toBe('');
    expect(ports.stored.get('zones/example.org.yaml')).toContain('ttl: 60');
    expect(ports.stored.get('zones/example.org.yaml')).not.toContain('pki.goog');
  });

  it('prints no records that a runner would obey, and writes them to a file all the same', async () => {
    const policy = POLICY.replace(
      'issue: none,',
      "issue: none, iodef: ['mailto:##[add-mask]a@example.org'],",
    );
    const stored = new Map([['caa-guard.yaml', policy]]);
    const ports = testPorts({ stored });
    expect(await main(['synth'], ports)).toBe(2);
    expect(ports.out()).toBe('');
    expect(ports.err()).toContain('option --output: expected records of printable ASCII');
    expect(await main(['synth', '-o', 'zone'], ports)).toBe(0);
    expect(stored.get('zone')).toContain('mailto:##[add-mask]a@example.org');
  });

  it('writes JSON syntax for Terraform, and for nothing else', async () => {
    const [, ports] = await synth('-f', 'terraform-cloudflare', '--json', '-d', 'example.com');
    const module = JSON.parse(ports.out()) as { resource: Record<string, object> };
    expect(Object.keys(module.resource)).toEqual(['cloudflare_dns_record', 'cloudflare_zone_dnssec']);
    const [code, wrong] = await synth('--json');
    expect(code).toBe(2);
    expect(wrong.err()).toContain('expected a format that has a JSON syntax');
  });

  it('writes nothing that would be another policy', async () => {
    const [code, ports] = await synth('-f', 'terraform-azure');
    expect(code).toBe(2);
    expect(ports.out()).toBe('');
    expect(ports.err()).toContain('"issuemail" of example.org is none');
  });

  it.each([
    [['-d', 'example.net'], 'expected a domain of the policy; example.net is none'],
    [['--ttl', '0'], 'expected seconds from 1 to 86400'],
    [['-f', 'terraform-x'], 'Allowed choices are'],
  ])('refuses %j', async (argv, words) => {
    const [code, ports] = await synth(...argv);
    expect(code).toBe(2);
    expect(ports.err()).toContain(words);
  });
});
