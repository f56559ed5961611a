import type { Provider, Reader } from './model.js';
import { presentedValues, secondsOf, switchState, unseenValue, zoneBy } from './read.js';

const PRESET_TTL = 3_600;

/** `ns1_record`: a list of answers without quotes; `domain` is absolute. A linked record shows another one's answers. */
const record: Reader = (side) => {
  const type = side.get('type');
  const linked = side.get('link').is !== 'absent';
  return [
    {
      is: 'records',
      zone: zoneBy('either', side, 'zone'),
      name: side.get('domain'),
      form: 'absolute',
      type,
      ...secondsOf(side.get('ttl'), PRESET_TTL),
      whole: true,
      values: linked ? [unseenValue('unknown', 'link')] : presentedValues(type, side, 'answers', 'answer'),
    },
  ];
};

const zone: Reader = (side) => [
  { is: 'zone', ids: [side.hidden('id'), side.hidden('zone')], name: side.get('zone'), private: false },
  {
    is: 'signing',
    zone: zoneBy('name', side, 'zone'),
    how: 'zone',
    state: switchState(side.get('dnssec'), ['true'], 'off'),
  },
];

export const ns1: Provider = { name: 'ns1', readers: { ns1_record: record }, zones: { ns1_zone: zone } };
