import { own } from '../../../base/text.js';
import { presentValue } from '../present.js';
import { relative, setKey, type ProviderForm } from './model.js';

/** hetznercloud/hcloud: a set is one resource, a list of objects with values in presentation form. */
export const hetzner: ProviderForm = {
  key: 'hetzner',
  local: 'hcloud',
  source: 'hetznercloud/hcloud',
  version: '>= 1.54',
  needs: [],
  records: ({ owner, entries }, { domain, ttl }) => [
    {
      type: 'hcloud_zone_rrset',
      key: setKey(owner, domain),
      attributes: {
        zone: domain,
        name: relative(owner, domain) || '@',
        type: 'CAA',
        ttl,
        records: entries.map((entry) => ({ value: presentValue(entry) })),
      },
    },
  ],
  dnssec: () => ({
    instead: own('the provider has no resource that signs a zone: serve this one elsewhere'),
  }),
};
