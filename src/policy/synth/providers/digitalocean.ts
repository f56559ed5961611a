import { own } from '../../../base/text.js';
import { entryKey, relative, type ProviderForm } from './model.js';

/** digitalocean/digitalocean: one resource a record; values end in a dot, but for iodef; three tags. It cannot sign. */
export const digitalocean: ProviderForm = {
  key: 'digitalocean',
  local: 'digitalocean',
  source: 'digitalocean/digitalocean',
  version: '>= 2.0',
  needs: [],
  tags: ['issue', 'issuewild', 'iodef'],
  records: ({ owner, entries }, { domain, ttl }) =>
    entries.map(({ key, flags, tag, value }) => ({
      type: 'digitalocean_record',
      key: entryKey(owner, domain, key),
      attributes: {
        domain,
        name: relative(owner, domain) || '@',
        type: 'CAA',
        ttl,
        flags,
        tag,
        // The provider adds a dot to what it reads: without one here, every plan would show a change.
        value: tag === 'iodef' ? value : `${value}.`,
      },
    })),
  dnssec: () => ({ instead: own('DigitalOcean does not sign zones: serve this one elsewhere') }),
};
