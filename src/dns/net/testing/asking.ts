import { afterEach } from 'vitest';
import { DnsName } from '../../../base/name.js';
import type { ExchangeResult } from '../../model.js';
import { encodeQuery } from '../../wire/index.js';
import { createNodeExchange, type NodeExchange, type NodeExchangeOptions } from '../exchange.js';
import { systemClock } from '../system-clock.js';

const open: { close(): void }[] = [];
afterEach(() => open.splice(0).forEach((one) => one.close()));
/** Closed when the test is over. */
export const using = <T extends { close(): void }>(one: T): T => {
  open.push(one);
  return one;
};

export const query = (id = 4711, name = 'www.example.com'): Uint8Array =>
  encodeQuery({
    id,
    name: DnsName.parse(name),
    type: 257,
    dnssecOk: true,
    recursionDesired: false,
    checkingDisabled: false,
    udpSize: 1232,
  });
/** An exchange that may ask this machine. */
export const exchangeOf = (options: Partial<NodeExchangeOptions> = {}): NodeExchange =>
  using(createNodeExchange({ clock: systemClock, destinations: { allowPrivate: true }, ...options }));
/** Why nothing came back, or `none`. */
export const failure = (result: ExchangeResult): string => (result.ok ? 'none' : result.failure);
