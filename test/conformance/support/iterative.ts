import { createIterativeFetcher, rootHintsFor } from '../../../src/dns/index.js';
import type { MakeFetcher } from './replay.js';
import { scriptedFetcher } from './scripted-fetcher.js';

/** The real iterative fetcher where a world has only root servers; worlds with stubs or forwarders keep the scripted one. */
export const iterativeIfRooted: MakeFetcher = (exchange, clock, zones) => {
  const [root, other] = zones;
  if (root === undefined || other !== undefined || root.forward || !root.zone.isRoot)
    return scriptedFetcher(exchange, zones);
  return createIterativeFetcher({
    exchange,
    clock,
    rootHints: rootHintsFor(root.addresses),
    random: () => 0,
  });
};
