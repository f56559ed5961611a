import { cloudflare, DnsProvider, GuardedDomain, letsEncrypt, none } from 'caa-guard/cdktf';
import { App, TerraformOutput, TerraformStack, TerraformVariable } from 'cdktf';

const app = new App();
const dns = new TerraformStack(app, 'dns');
new DnsProvider(dns, 'cloudflare', { kind: 'cloudflare' });
const zoneId = (name: string): string => new TerraformVariable(dns, name, { type: 'string' }).stringValue;

// The domain that people visit: one account of one CA, by DNS, in a signed zone.
const shop = new GuardedDomain(dns, 'example-com', {
  domain: 'example.com',
  at: cloudflare({ zoneId: zoneId('example_com_zone_id') }),
  extends: 'company.yaml',
  issue: [letsEncrypt({ account: 1234567, methods: ['dns-01'] })],
  certificates: { keys: ['3b1c4f0f2c3bb2f8c0c2a0e4f1d7f1ad1f6b2a3c4d5e6f708192a3b4c5d6e7f8'] },
});

// A domain that is kept from others: nobody may issue.
new GuardedDomain(dns, 'example-org', {
  domain: 'example.org',
  at: cloudflare({ zoneId: zoneId('example_org_zone_id') }),
  extends: 'company.yaml',
  issue: none,
});

// What the registrar needs: DNSSEC is complete when it has it.
new TerraformOutput(dns, 'example_com_ds', { value: shop.ds });

app.synth();
