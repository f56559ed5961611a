import type { Provider, Reader } from './model.js';
import { known, presentedValue, presentedValues, secondsOf, zoneBy } from './read.js';

/** hashicorp/dns, by dynamic update (RFC 2136): no CAA and no DS, but delegations and aliases. Names may be left out. */
function setOf(type: 'NS' | 'CNAME' | 'TXT', list: string): Reader {
  return (side) => [
    {
      is: 'records',
      zone: zoneBy('name', side, 'zone'),
      name: side.get('name').is === 'absent' ? known('@') : side.get('name'),
      form: 'relative',
      type: known(type),
      ...secondsOf(side.get('ttl'), 3_600),
      whole: true,
      values:
        type === 'CNAME'
          ? [presentedValue(known(type), side.get(list), list)]
          : presentedValues(known(type), side, list),
    },
  ];
}

export const rfc2136: Provider = {
  name: 'dns',
  readers: {
    dns_ns_record_set: setOf('NS', 'nameservers'),
    dns_cname_record: setOf('CNAME', 'cname'),
    dns_txt_record_set: setOf('TXT', 'txt'),
  },
  zones: {},
};
