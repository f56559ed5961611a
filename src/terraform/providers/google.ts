import { textOf, type Attribute, type Side } from '../value.js';
import type { SigningState } from '../model.js';
import type { Provider, Reader } from './model.js';
import { presentedValues, secondsOf, switchState, unseenValue } from './read.js';
import { zoneBy } from './read.js';

/** `google_dns_record_set`: an ordered list of strings; `managed_zone` is the zone's handle, the name is absolute. */
const recordSet: Reader = (side) => {
  const type = side.get('type');
  const routing = side.members('routing_policy');
  const routed = typeof routing === 'string' || routing.length > 0;
  return [
    {
      is: 'records',
      zone: zoneBy('id', side, 'managed_zone'),
      name: side.get('name'),
      form: 'absolute',
      type,
      ...secondsOf(side.get('ttl'), 300),
      whole: true,
      values: routed
        ? [unseenValue(typeof routing === 'string' ? routing : 'unknown', 'routing_policy')]
        : presentedValues(type, side, 'rrdatas'),
    },
  ];
};

/** `google_dns_managed_zone`, with DNSSEC as a block of its own: taking the block out turns it off. */
const managedZone: Reader = (side) => {
  const handle = side.hidden('name');
  const state = dnssecState(side);
  const hidden = side.hidden('dns_name');
  const visibility: Attribute = side.get('visibility');
  const isPrivate = textOf(visibility)?.toLowerCase() === 'private';
  return [
    { is: 'zone', ids: [handle, side.hidden('id')], name: side.get('dns_name'), private: isPrivate },
    ...(isPrivate
      ? []
      : [
          {
            is: 'signing' as const,
            zone: {
              by: 'name' as const,
              attribute: 'dns_name',
              value: side.get('dns_name'),
              ...(hidden === undefined ? {} : { hidden }),
            },
            how: 'zone' as const,
            state,
          },
        ]),
  ];
};

/** `transfer`: still signed, keys are kept for a move to another provider. */
function dnssecState(side: Side): SigningState {
  const blocks = side.members('dnssec_config');
  if (typeof blocks === 'string') return blocks;
  const [first] = blocks;
  return first === undefined ? 'off' : switchState(first.get('state'), ['on', 'transfer'], 'off');
}

export const google: Provider = {
  name: 'google',
  readers: { google_dns_record_set: recordSet },
  zones: { google_dns_managed_zone: managedZone },
};
