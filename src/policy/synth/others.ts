import { stringify } from 'yaml';
import type { DomainRecords } from './model.js';
import { relative } from './providers/model.js';

/** dnscontrol: a function call a domain, which adds to what its `D(...)` says elsewhere. `AUTODNSSEC_ON` signs. */
export function dnscontrol({ domain, sets, dnssec }: DomainRecords, ttl: number): string {
  const calls = sets.flatMap(({ owner, entries }) =>
    entries.map(
      ({ tag, value }) =>
        `  CAA(${js(relative(owner, domain) || '@')}, ${js(tag)}, ${js(value)}, TTL(${ttl}))`,
    ),
  );
  // No comma behind the last: the language is that of ES5.
  const parts = [`D_EXTEND(${js(domain)}`, ...(dnssec ? ['  AUTODNSSEC_ON'] : []), ...calls];
  return `${parts.join(',\n')}\n);\n`;
}

/** A string of JavaScript; JSON is one. */
function js(value: string): string {
  return JSON.stringify(value);
}

/** octoDNS: the records of a zone by name, as YamlProvider reads them from `<domain>.yaml`. The apex is `''`. */
export function octodns({ domain, sets }: DomainRecords, ttl: number): string {
  const zone = sets.map(
    ({ owner, entries }) =>
      [
        relative(owner, domain),
        [{ type: 'CAA', ttl, values: entries.map(({ flags, tag, value }) => ({ flags, tag, value })) }],
      ] as const,
  );
  return stringify(Object.fromEntries(zone), { lineWidth: 0 });
}
