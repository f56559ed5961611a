import { azure } from './azure.js';
import { cloudflare } from './cloudflare.js';
import { desec } from './desec.js';
import { digitalocean } from './digitalocean.js';
import { gandi } from './gandi.js';
import { google } from './google.js';
import { hetzner } from './hetzner.js';
import type { ProviderForm } from './model.js';
import { ns1 } from './ns1.js';
import { route53 } from './route53.js';

/** Every provider that records can be written for. */
export const PROVIDERS: readonly ProviderForm[] = [
  cloudflare,
  route53,
  google,
  azure,
  digitalocean,
  hetzner,
  ns1,
  desec,
  gandi,
];
