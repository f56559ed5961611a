import { azure } from './azure.js';
import { cloudflare } from './cloudflare.js';
import { desec } from './desec.js';
import { digitalocean } from './digitalocean.js';
import { gandi } from './gandi.js';
import { google } from './google.js';
import { hetzner } from './hetzner.js';
import type { Provider, Reader } from './model.js';
import { ns1 } from './ns1.js';
import { rfc2136 } from './rfc2136.js';
import { route53 } from './route53.js';

export const PROVIDERS: readonly Provider[] = [
  cloudflare,
  route53,
  google,
  azure,
  digitalocean,
  hetzner,
  ns1,
  desec,
  gandi,
  rfc2136,
];

export interface ReaderOf {
  readonly provider: string;
  readonly read: Reader;
  /** Whether it tells of a zone. */
  readonly isZone: boolean;
  /** Deleting the resource leaves in the DNS what it made. */
  readonly leftBehind: boolean;
}

const BY_TYPE: ReadonlyMap<string, ReaderOf> = new Map(
  PROVIDERS.flatMap(({ name, readers, zones, leftBehind }) =>
    Object.entries({ ...readers, ...zones }).map(([type, read]) => [
      type,
      {
        provider: name,
        read,
        isZone: Object.hasOwn(zones, type),
        leftBehind: leftBehind?.includes(type) === true,
      },
    ]),
  ),
);

/** How a resource of this type is read; `undefined` for what says nothing of zones that is known here. */
export function readerOf(type: string): ReaderOf | undefined {
  return BY_TYPE.get(type);
}
