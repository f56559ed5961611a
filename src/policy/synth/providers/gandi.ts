import { own } from '../../../base/text.js';
import { presentValue } from '../present.js';
import { relative, setKey, type ProviderForm } from './model.js';

/** go-gandi/gandi: a set is one resource, its values in presentation form. */
export const gandi: ProviderForm = {
  key: 'gandi',
  local: 'gandi',
  source: 'go-gandi/gandi',
  version: '>= 2.3',
  needs: [],
  leastTtl: 300,
  records: ({ owner, entries }, { domain, ttl }) => [
    {
      type: 'gandi_livedns_record',
      key: setKey(owner, domain),
      attributes: {
        zone: domain,
        name: relative(owner, domain) || '@',
        type: 'CAA',
        ttl,
        values: entries.map(presentValue),
      },
    },
  ],
  dnssec: () => ({ instead: own('sign the zone in LiveDNS (`gandi dnssec`, or the web interface)') }),
};
