import { own } from '../../../base/text.js';
import { setKey, type ProviderForm } from './model.js';

/** ns1-terraform/ns1: a block an answer, without quotes, which NS1 takes away. Signing is a property of the zone. */
export const ns1: ProviderForm = {
  key: 'ns1',
  local: 'ns1',
  source: 'ns1-terraform/ns1',
  version: '>= 2.0',
  needs: [],
  records: ({ owner, entries }, { domain, ttl }) => [
    {
      type: 'ns1_record',
      key: setKey(owner, domain),
      attributes: {
        zone: domain,
        domain: owner,
        type: 'CAA',
        ttl,
        answers: { blocks: entries.map(({ flags, tag, value }) => ({ answer: `${flags} ${tag} ${value}` })) },
      },
    },
  ],
  dnssec: () => ({ instead: own('say dnssec = true in the resource ns1_zone of the zone') }),
};
