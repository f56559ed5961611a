import { presentValue } from '../present.js';
import { relative, setKey, type ProviderForm } from './model.js';

/** timofurrer/desec: a set is one resource. deSEC signs every zone, and takes no TTL below an hour. */
export const desec: ProviderForm = {
  key: 'desec',
  local: 'desec',
  source: 'timofurrer/desec',
  version: '>= 1.0',
  needs: [],
  leastTtl: 3600,
  records: ({ owner, entries }, { domain, ttl }) => [
    {
      type: 'desec_rrset',
      key: setKey(owner, domain),
      attributes: {
        domain,
        subname: relative(owner, domain) || '@',
        type: 'CAA',
        ttl,
        rdata: entries.map(presentValue),
      },
    },
  ],
  dnssec: () => [],
};
