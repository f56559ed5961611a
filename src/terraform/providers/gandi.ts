import type { Provider, Reader } from './model.js';
import { presentedValues, secondsOf, zoneBy } from './read.js';

/** `gandi_livedns_record`: the whole set, as a set of strings in presentation form. */
const record: Reader = (side) => {
  const type = side.get('type');
  return [
    {
      is: 'records',
      zone: zoneBy('name', side, 'zone'),
      name: side.get('name'),
      form: 'relative',
      type,
      ...secondsOf(side.get('ttl')),
      whole: true,
      values: presentedValues(type, side, 'values'),
    },
  ];
};

const domain: Reader = (side) => [
  { is: 'zone', ids: [side.hidden('id'), side.hidden('name')], name: side.get('name'), private: false },
];

export const gandi: Provider = {
  name: 'gandi',
  readers: { gandi_livedns_record: record },
  zones: { gandi_livedns_domain: domain },
};
