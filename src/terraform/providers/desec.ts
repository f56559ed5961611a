import type { Provider, Reader } from './model.js';
import { presentedValues, secondsOf, zoneBy } from './read.js';

/** `desec_rrset`: the whole set, in `rdata` (timofurrer) or `records` (Valodim). `subname` is `@` or empty at the apex. */
const rrset: Reader = (side) => {
  const type = side.get('type');
  return [
    {
      is: 'records',
      zone: zoneBy('name', side, 'domain'),
      name: side.get('subname'),
      form: 'relative',
      type,
      ...secondsOf(side.get('ttl')),
      whole: true,
      values: presentedValues(type, side, side.has('rdata') ? 'rdata' : 'records'),
    },
  ];
};

/** Every domain here is signed, always. */
const domain: Reader = (side) => [
  { is: 'zone', ids: [side.hidden('id'), side.hidden('name')], name: side.get('name'), private: false },
  { is: 'signing', zone: zoneBy('name', side, 'name'), how: 'zone', state: 'on' },
];

export const desec: Provider = {
  name: 'desec',
  readers: { desec_rrset: rrset },
  zones: { desec_domain: domain },
};
