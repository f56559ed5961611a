import { Side, textOf, type Attribute, type Json } from '../value.js';
import type { Provider, Reader, Statement, Value, ZoneReference } from './model.js';
import { columnsValue, known, presentedValues, secondsOf, unseenValue, zoneBy } from './read.js';

const CAA_COLUMNS = { flags: 'flags', tag: 'tag', value: 'value' };

/** The zone by name, or, in newer versions of the provider, by resource id: `.../dnsZones/example.com`. */
function zoneOf(side: Side): ZoneReference {
  return side.get('zone_name').is === 'absent' && side.has('dns_zone_id')
    ? fromResourceId(side, 'dns_zone_id')
    : zoneBy('name', side, 'zone_name');
}

function fromResourceId(side: Side, attribute: string): ZoneReference {
  const given = side.hidden(attribute);
  const name = given === undefined ? undefined : /\/dnszones\/([^/]+)/i.exec(given)?.[1];
  const value = side.get(attribute);
  if (name === undefined) return { by: 'name', attribute, value };
  return { by: 'name', attribute, value: value.is === 'known' ? known(name) : value, hidden: name };
}

function recordsOf(
  side: Side,
  type: string,
  values: readonly Value[],
): Extract<Statement, { is: 'records' }> {
  return {
    is: 'records',
    zone: zoneOf(side),
    name: side.get('name'),
    form: 'relative',
    type: known(type),
    ...secondsOf(side.get('ttl')),
    whole: true,
    values,
  };
}

/** Members of the `record` blocks, each read by `read`. */
function blocks(side: Side, read: (block: Side) => Value): readonly Value[] {
  const members = side.members('record');
  return typeof members === 'string' ? [unseenValue(members, side.name('record'))] : members.map(read);
}

const caa: Reader = (side) => [
  recordsOf(
    side,
    'CAA',
    blocks(side, (one) => columnsValue(one, CAA_COLUMNS)),
  ),
];

const ds: Reader = (side) => [
  recordsOf(
    side,
    'DS',
    blocks(side, (one) => {
      const parts = ['key_tag', 'algorithm', 'digest_type', 'digest_value'].map((column) => one.get(column));
      const unseen = parts.find((part): part is Attribute & { is: 'unknown' | 'sensitive' } =>
        ['unknown', 'sensitive'].includes(part.is),
      );
      return unseen === undefined
        ? { text: parts.map((part) => textOf(part) ?? '').join(' '), unknown: [], sensitive: [], faults: [] }
        : unseenValue(unseen.is, one.name('digest_value'));
    }),
  ),
];

const ns: Reader = (side) => [recordsOf(side, 'NS', presentedValues(known('NS'), side, 'records'))];

const cname: Reader = (side) => {
  const alias = side.get('target_resource_id');
  const values = alias.is === 'absent' ? presentedValues(known('CNAME'), side, 'record') : [];
  return [
    recordsOf(
      side,
      'CNAME',
      values.length === 0 ? [unseenValue('unknown', side.name('target_resource_id'))] : values,
    ),
  ];
};

const txt: Reader = (side) => [
  recordsOf(side, 'TXT', presentedValues(known('TXT'), side, 'record', 'value')),
];

const zone: Reader = (side) => [
  { is: 'zone', ids: [side.hidden('id'), side.hidden('name')], name: side.get('name'), private: false },
];

/**
 * The generic provider: a resource of any type, with its API's own body, in older versions as JSON text. Signing is not in
 * azurerm: here its being there turns it on.
 */
const generic: Reader = (side) => {
  const type = /^microsoft\.network\/dnszones\/([a-z]+)(?:@|$)/i
    .exec(textOf(side.get('type')) ?? '')?.[1]
    ?.toLowerCase();
  const zone = fromResourceId(side, 'parent_id');
  if (type === 'dnssecconfigs') return [{ is: 'signing', zone, how: 'zone', state: 'on' }];
  if (type !== 'caa') return [];
  const records = parsedBody(side).below('properties').members('caaRecords');
  const values =
    typeof records === 'string'
      ? [unseenValue(records, 'body')]
      : records.map((one) => columnsValue(one, CAA_COLUMNS));
  return [
    {
      is: 'records',
      zone,
      name: side.get('name'),
      form: 'relative',
      type: known('CAA'),
      whole: true,
      values,
    },
  ];
};

/** The body as an object; what is not known of its text is not known of all of it. */
function parsedBody(side: Side): Side {
  const body = side.get('body');
  const text = body.is === 'known' && typeof body.value === 'string' ? body.value : undefined;
  if (text === undefined) return side.below('body');
  try {
    return new Side(JSON.parse(text) as Json);
  } catch {
    return new Side(null, true);
  }
}

export const azure: Provider = {
  name: 'azure',
  readers: {
    azurerm_dns_caa_record: caa,
    azurerm_dns_ds_record: ds,
    azurerm_dns_ns_record: ns,
    azurerm_dns_cname_record: cname,
    azurerm_dns_txt_record: txt,
    azapi_resource: generic,
  },
  zones: { azurerm_dns_zone: zone },
};
