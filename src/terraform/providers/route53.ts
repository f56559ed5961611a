import { textOf, type Attribute, type Side } from '../value.js';
import type { Provider, Reader, Statement, Value } from './model.js';
import { known, presentedValues, secondsOf, switchState, unseenValue, zoneBy } from './read.js';

/** Blocks that make the answer depend on who asks, or on something else than the record. */
const ROUTING = [
  'cidr_routing_policy',
  'failover_routing_policy',
  'geolocation_routing_policy',
  'geoproximity_routing_policy',
  'latency_routing_policy',
  'weighted_routing_policy',
];

/** `aws_route53_record`: the whole set, as strings in presentation form. The name is relative or absolute. */
const record: Reader = (side) => {
  const type = side.get('type');
  const absolute = octal(side.get('fqdn'));
  return [
    {
      is: 'records',
      zone: zoneBy('id', side, 'zone_id'),
      name: octal(side.get('name')),
      form: 'either',
      ...(absolute.is === 'known' ? { absolute } : {}),
      type,
      ...secondsOf(side.get('ttl')),
      whole: true,
      values: routed(side) ?? presentedValues(type, side, 'records'),
    },
  ];
};

/** A set that is not served as it is written: whoever asks may get another one. */
function routed(side: Side): readonly Value[] | undefined {
  for (const block of ['alias', ...ROUTING]) {
    const members = side.members(block);
    if (typeof members === 'string') return [unseenValue(members, side.name(block))];
    if (members.length > 0) return [unseenValue('unknown', side.name(block))];
  }
  return undefined;
}

/** Escapes in names are octal here: `\052` is the asterisk. */
function octal(name: Attribute): Attribute {
  const text = textOf(name);
  if (text === undefined) return name;
  return known(
    text.replace(/\\([0-3][0-7]{2})/g, (_, digits: string) => {
      const octet = Number.parseInt(digits, 8);
      return octet === 0x2a ? '*' : `\\${String(octet).padStart(3, '0')}`;
    }),
  );
}

/** `aws_route53_records_exclusive`: all sets of the zone but the NS and SOA that Route 53 makes itself. */
const exclusive: Reader = (side) => {
  const zone = zoneBy('id', side, 'zone_id');
  const sets = side.members('resource_record_set');
  const claim: Statement = { is: 'exclusive', zone };
  if (typeof sets === 'string')
    return [
      claim,
      {
        is: 'records',
        zone,
        name: { is: sets },
        form: 'either',
        type: known('CAA'),
        whole: true,
        values: [unseenValue(sets, 'resource_record_set')],
      },
    ];
  return [
    claim,
    ...sets.map((set): Statement => {
      const type = set.get('type');
      return {
        is: 'records',
        zone,
        name: octal(set.get('name')),
        form: 'either',
        type,
        ...secondsOf(set.get('ttl')),
        whole: true,
        values:
          set.get('set_identifier').is === 'absent' && emptyBlock(set, 'alias_target')
            ? presentedValues(type, set, 'resource_records', 'value')
            : [unseenValue('unknown', set.name('set_identifier'))],
      };
    }),
  ];
};

function emptyBlock(side: Side, block: string): boolean {
  const members = side.members(block);
  return typeof members !== 'string' && members.length === 0;
}

/** A hosted zone with a VPC is private; the data source says so outright. */
const zone: Reader = (side) => {
  const vpc = side.members('vpc');
  return [
    {
      is: 'zone',
      ids: [side.hidden('zone_id'), side.hidden('id')],
      name: side.get('name'),
      private: textOf(side.get('private_zone')) === 'true' || (typeof vpc !== 'string' && vpc.length > 0),
    },
  ];
};

const dnssec: Reader = (side) => [
  {
    is: 'signing',
    zone: zoneBy('id', side, 'hosted_zone_id'),
    how: 'zone',
    state: switchState(side.get('signing_status'), ['signing'], 'on'),
  },
];

const key: Reader = (side) => [
  {
    is: 'signing',
    zone: zoneBy('id', side, 'hosted_zone_id'),
    how: 'key',
    state: switchState(side.get('status'), ['active'], 'on'),
  },
];

const delegationSigner: Reader = (side) => [
  { is: 'signing', zone: zoneBy('name', side, 'domain_name'), how: 'registrar', state: 'on' },
];

/** `aws_route53domains_registered_domain`: the delegation, at the registrar. */
const registeredDomain: Reader = (side) => [
  {
    is: 'records',
    zone: zoneBy('name', side, 'domain_name'),
    name: known('@'),
    form: 'relative',
    type: known('NS'),
    whole: true,
    values: presentedValues(known('NS'), side, 'name_server', 'name'),
  },
];

export const route53: Provider = {
  name: 'route53',
  readers: {
    aws_route53_record: record,
    aws_route53_records_exclusive: exclusive,
    aws_route53_hosted_zone_dnssec: dnssec,
    aws_route53_key_signing_key: key,
    aws_route53domains_delegation_signer_record: delegationSigner,
    aws_route53domains_registered_domain: registeredDomain,
  },
  zones: { aws_route53_zone: zone },
  leftBehind: ['aws_route53_records_exclusive', 'aws_route53domains_registered_domain'],
};
