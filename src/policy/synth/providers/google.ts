import { own } from '../../../base/text.js';
import { presentValue } from '../present.js';
import { at, setKey, type ProviderForm } from './model.js';

/** hashicorp/google: names end in a dot; `managed_zone` is the zone's name in the project. Signing is a property of the zone. */
export const google: ProviderForm = {
  key: 'google',
  local: 'google',
  source: 'hashicorp/google',
  version: '>= 5.0',
  needs: [{ name: 'managed_zone', says: 'name of the managed zone in the project' }],
  records: ({ owner, entries }, { domain, zone, ttl }) => [
    {
      type: 'google_dns_record_set',
      key: setKey(owner, domain),
      attributes: {
        managed_zone: at(zone, 'managed_zone'),
        name: `${owner}.`,
        type: 'CAA',
        ttl,
        rrdatas: entries.map(presentValue),
      },
    },
  ],
  dnssec: () => ({
    instead: own('say dnssec_config { state = "on" } in the resource google_dns_managed_zone of the zone'),
  }),
};
