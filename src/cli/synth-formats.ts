/** Providers of Terraform for which records can be written: `terraform-<key>`. A test holds them against what there is. */
export const TERRAFORM_PROVIDERS = [
  'cloudflare',
  'route53',
  'google',
  'azure',
  'digitalocean',
  'hetzner',
  'ns1',
  'desec',
  'gandi',
];

/** What `synth` can write. */
export const SYNTH_FORMATS = [
  'bind',
  ...TERRAFORM_PROVIDERS.map((key) => `terraform-${key}`),
  'dnscontrol',
  'octodns',
];
