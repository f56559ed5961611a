import { textOf, type Attribute, type Side } from '../value.js';
import type { Provider, Reader, Statement, Value } from './model.js';
import { columnsValue, presentedValue, secondsOf, switchState, zoneBy } from './read.js';

/** TTL 1 is "automatic": 300 seconds. */
const AUTOMATIC = 300;
const CAA_COLUMNS = { flags: 'flags', tag: 'tag', value: 'value' };
const DS_COLUMNS = ['key_tag', 'algorithm', 'digest_type', 'digest'];

/** `cloudflare_dns_record` (v5: `data` is an object) and `cloudflare_record` (v4: a block that may stand once). */
const record: Reader = (side) => {
  const type = side.get('type');
  const ttl = textOf(side.get('ttl'));
  const hostname = side.get('hostname');
  if (invisible(side)) return [];
  return [
    {
      is: 'records',
      zone: zoneBy('id', side, 'zone_id'),
      name: side.get('name'),
      form: 'either',
      ...(hostname.is === 'known' ? { absolute: hostname } : {}),
      type,
      ...secondsOf({ is: 'absent' }, ttl === undefined || ttl === '1' ? AUTOMATIC : Number(ttl)),
      whole: false,
      values: [recordValue(side, type)],
    },
  ];
};

/** An alias that is proxied is not seen by anybody who asks: addresses of Cloudflare are. */
function invisible(side: Side): boolean {
  return textOf(side.get('type')) === 'CNAME' && textOf(side.get('proxied')) === 'true';
}

/** Where `data` stands, `content` is worked out of it, and keeps its old value in an update: `data` alone is read. */
function recordValue(side: Side, type: Attribute): Value {
  const data = side.members('data');
  const of = textOf(type);
  if (typeof data === 'string' && (of === 'CAA' || of === 'DS' || of === undefined)) {
    const name = side.name('data');
    return {
      unknown: data === 'unknown' ? [name] : [],
      sensitive: data === 'sensitive' ? [name] : [],
      faults: [],
    };
  }
  const first = typeof data === 'string' ? undefined : data[0];
  if (first !== undefined && of === 'CAA') return columnsValue(first, CAA_COLUMNS, '0');
  if (first !== undefined && of === 'DS') return dsValue(first);
  const content = contentName(side);
  return presentedValue(type, side.get(content), side.name(content));
}

/** `content`, or in v4 `value`: the one that is known, or else the one that is there. */
function contentName(side: Side): string {
  const names = ['content', 'value'];
  return (
    names.find((name) => side.get(name).is === 'known') ??
    names.find((name) => side.get(name).is !== 'absent') ??
    'content'
  );
}

function dsValue(data: Side): Value {
  const parts = DS_COLUMNS.map((column) => ({ column, attribute: data.get(column) }));
  const named = (why: string): string[] =>
    parts.filter(({ attribute }) => attribute.is === why).map(({ column }) => data.name(column));
  const [unknown, sensitive] = [named('unknown'), named('sensitive')];
  if (unknown.length + sensitive.length > 0) return { unknown, sensitive, faults: [] };
  return {
    text: parts.map(({ attribute }) => textOf(attribute) ?? '').join(' '),
    unknown,
    sensitive,
    faults: [],
  };
}

/** v5 has the switch in `status`; in v4 that is worked out, and the resource being there is the switch. */
const dnssec: Reader = (side) => {
  const v5 = side.has('dnssec_multi_signer') || side.has('dnssec_presigned');
  const status = side.get('status');
  const on = ['active', 'pending'];
  const state = v5
    ? switchState(status, on, 'unknown')
    : status.is === 'known'
      ? switchState(status, on, 'on')
      : 'on';
  return [{ is: 'signing', zone: zoneBy('id', side, 'zone_id'), how: 'zone', state }];
};

const zone: Reader = (side) => [
  {
    is: 'zone',
    ids: [side.hidden('id'), side.hidden('zone_id')],
    name: zoneName(side),
    private: false,
  },
];

/** `name` in v5, `zone` in v4; a data source that is yet to be read may be told by what it looks for. */
function zoneName(side: Side): Attribute {
  const names = [side.get('name'), side.get('zone'), side.get('filter', 'name')];
  return (
    names.find(({ is }) => is === 'known') ?? names.find(({ is }) => is !== 'absent') ?? side.get('name')
  );
}

/** The data source that lists zones: `result` in v5, `zones` in v4. */
const zones: Reader = (side) =>
  ['result', 'zones'].flatMap((list): Statement[] => {
    const members = side.members(list);
    if (typeof members === 'string') return [];
    return members.map((one) => ({
      is: 'zone',
      ids: [one.hidden('id')],
      name: one.get('name'),
      private: false,
    }));
  });

export const cloudflare: Provider = {
  name: 'cloudflare',
  readers: {
    cloudflare_dns_record: record,
    cloudflare_record: record,
    cloudflare_zone_dnssec: dnssec,
  },
  zones: { cloudflare_zone: zone, cloudflare_zones: zones },
};
