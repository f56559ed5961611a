import type { Both } from './support/cores.js';

/** A program as users write it: two stacks, two hosts, and what strict asks for. */
export function program(
  { core, constructs }: Both,
  outdir: string,
): { app: InstanceType<Both['core']['App']> } {
  const { App, TerraformStack, TerraformOutput } = core;
  const { GuardedDomain, DnsProvider, cloudflare, route53, letsEncrypt, googleTrustServices, amazon } =
    constructs;
  const app = new App({ outdir });
  const prod = new TerraformStack(app, 'prod');
  new DnsProvider(prod, 'cloudflare', { kind: 'cloudflare' });
  const guarded = new GuardedDomain(prod, 'example-com', {
    domain: 'example.com',
    at: cloudflare({ zoneId: '0123456789abcdef0123456789abcdef' }),
    extends: 'caa-guard:strict',
    issue: [
      letsEncrypt({ account: 1234567, methods: ['dns-01'] }),
      googleTrustServices({ account: 'https://dv.acme-v02.api.pki.goog/account/abc', methods: ['dns-01'] }),
    ],
    iodef: ['mailto:security@example.com'],
    names: { 'shop.example.com': { issue: [letsEncrypt({ accounts: [1, 2], methods: ['dns-01'] })] } },
  });
  new TerraformOutput(prod, 'ds', { value: guarded.ds });
  const aws = new TerraformStack(app, 'aws');
  const provider = new DnsProvider(aws, 'aws', { kind: 'route53', configuration: { region: 'us-east-1' } });
  new GuardedDomain(aws, 'example-org', {
    domain: 'example.org',
    at: route53({ zoneId: 'Z123', kmsKeyArn: 'arn:aws:kms:us-east-1:1:key/1', provider }),
    issue: [amazon()],
    issuewild: 'none',
    dnssec: true,
  });
  return { app };
}
