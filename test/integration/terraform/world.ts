import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { cloudflare, DnsProvider, GuardedDomain, letsEncrypt } from '../../../src/constructs/index.js';
import type { Provider } from './support/provider.js';

export const DOMAIN = 'declared.test';
const ZONE_ID = '0123456789abcdef0123456789abcdef';

/** The program of a user; `account` is whose certificates are allowed, and `gone` that the construct was taken out. */
export function synthesise(
  dir: string,
  what: { readonly account?: number; readonly gone?: true } = {},
): string {
  mkdirSync(dir, { recursive: true });
  const app = new App({ outdir: dir });
  const stack = new TerraformStack(app, 'prod');
  new DnsProvider(stack, 'cloudflare', { kind: 'cloudflare' });
  // By default the state lies where the program was run.
  new LocalBackend(stack, { path: 'terraform.tfstate' });
  const { account } = what;
  if (what.gone !== true)
    new GuardedDomain(stack, 'declared', {
      domain: DOMAIN,
      at: cloudflare({ zoneId: ZONE_ID }),
      extends: 'caa-guard:strict',
      issue: [letsEncrypt({ ...(account === undefined ? {} : { account }), methods: ['dns-01'] })],
      iodef: [`mailto:security@${DOMAIN}`],
      certificates: { exhaustive: true },
      names: { [`shop.${DOMAIN}`]: { issue: [letsEncrypt({ account: 2, methods: ['dns-01'] })] } },
    });
  app.synth();
  return path.join(dir, 'stacks/prod');
}

/** What the provider was told, as lines of a zone file: how Cloudflare would serve it. */
export function servedLines({ store }: Pick<Provider, 'store'>): readonly string[] {
  return [...store.values()].flatMap(({ type, state }) => {
    if (type !== 'cloudflare_dns_record') return [];
    const { name, ttl, data } = state as {
      name: string;
      ttl: number;
      data: Readonly<Record<string, unknown>>;
    };
    // `flags` is dynamic: [type, value] on the wire.
    const flags = Array.isArray(data['flags']) ? (data['flags'] as readonly unknown[])[1] : data['flags'];
    return [`${name}. ${ttl} IN CAA ${String(flags)} ${String(data['tag'])} "${String(data['value'])}"`];
  });
}
