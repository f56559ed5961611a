import type { ResolverAddress } from './check-model.js';
import { parseResolver, resolverText } from './resolver-address.js';

/**
 * Public resolvers of three operators, over DoH (RFC 8484). Of Quad9's services the one that blocks nothing: a list of
 * malicious names must not look like another view of the zone.
 */
export const PUBLIC_RESOLVERS: readonly string[] = [
  'https://cloudflare-dns.com/dns-query',
  'https://dns.google/dns-query',
  'https://dns10.quad9.net/dns-query',
];

/**
 * Reads further resolvers as a person names them: `public` for the three above, else as `parseResolver` does. Each
 * once: one that is named twice would count twice towards a quorum.
 */
export function parseVantages(texts: readonly string[]): readonly ResolverAddress[] {
  const all = texts.flatMap((text) => (text === 'public' ? PUBLIC_RESOLVERS : [text])).map(parseResolver);
  return [...new Map(all.map((one) => [resolverText(one), one])).values()];
}
