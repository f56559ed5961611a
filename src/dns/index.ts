export * from './model.js';
export * from './wire/index.js';
export {
  createNodeExchange,
  isGlobalAddress,
  systemClock,
  type DestinationPolicy,
  type NodeExchange,
  type NodeExchangeOptions,
} from './net/index.js';
export * from './validate/index.js';
export * from './resolve/index.js';
export { DnsName } from '../base/name.js';
