import { at, entryKey, type ProviderForm } from './model.js';

/**
 * cloudflare/cloudflare 5: one resource a record. `data.flags` is a number; the bindings of CDKTF make `{}` of it, which is why these
 * resources are written without them.
 */
export const cloudflare: ProviderForm = {
  key: 'cloudflare',
  local: 'cloudflare',
  source: 'cloudflare/cloudflare',
  version: '~> 5.14',
  needs: [{ name: 'zone_id', says: 'id of the zone' }],
  records: ({ owner, entries }, { domain, zone, ttl }) =>
    entries.map(({ key, flags, tag, value }) => ({
      type: 'cloudflare_dns_record',
      key: entryKey(owner, domain, key),
      attributes: {
        zone_id: at(zone, 'zone_id'),
        name: owner,
        type: 'CAA',
        ttl,
        data: { flags, tag, value },
      },
    })),
  dnssec: (_records, { zone }) => [
    {
      type: 'cloudflare_zone_dnssec',
      key: 'dnssec',
      attributes: { zone_id: at(zone, 'zone_id'), status: 'active' },
    },
  ],
};
