import type { Provider, Reader } from './model.js';
import { judgedBy, presentedValue, presentedValues, secondsOf, spaceFaults, zoneBy } from './read.js';

const PRESET_TTL = 3_600;

/** `hcloud_zone_rrset`: a list of values with comments. `zone` is the id or the name. */
const rrset: Reader = (side) => {
  const type = side.get('type');
  return [
    {
      is: 'records',
      zone: zoneBy('either', side, 'zone'),
      name: side.get('name'),
      form: 'relative',
      type,
      ...secondsOf(side.get('ttl'), PRESET_TTL),
      whole: true,
      values: presentedValues(type, side, 'records', 'value'),
    },
  ];
};

/** `hcloud_zone_record`: one record of a set. */
const record: Reader = (side) => {
  const type = side.get('type');
  return [
    {
      is: 'records',
      zone: zoneBy('either', side, 'zone'),
      name: side.get('name'),
      form: 'relative',
      type,
      ttl: PRESET_TTL,
      whole: false,
      values: [presentedValue(type, side.get('value'), 'value')],
    },
  ];
};

/** `hetznerdns_record`, of the older DNS console: one record, which loses spaces. */
const older: Reader = (side) => {
  const type = side.get('type');
  return [
    {
      is: 'records',
      zone: zoneBy('id', side, 'zone_id'),
      name: side.get('name'),
      form: 'relative',
      type,
      ...secondsOf(side.get('ttl'), PRESET_TTL),
      whole: false,
      values: [judgedBy(presentedValue(type, side.get('value'), 'value'), spaceFaults)],
    },
  ];
};

const zone: Reader = (side) => [
  { is: 'zone', ids: [side.hidden('id'), side.hidden('name')], name: side.get('name'), private: false },
];

export const hetzner: Provider = {
  name: 'hetzner',
  readers: {
    hcloud_zone_rrset: rrset,
    hcloud_zone_record: record,
    hetznerdns_record: older,
  },
  zones: { hcloud_zone: zone, hetznerdns_zone: zone },
};
