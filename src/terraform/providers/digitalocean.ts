import type { Fault } from '../model.js';
import { textOf } from '../value.js';
import type { Provider, Reader, Value } from './model.js';
import { columnsValue, judgedBy, presentedValue, secondsOf, spaceFaults, zoneBy } from './read.js';

const PRESET_TTL = 1_800;
const TAGS = ['issue', 'issuewild', 'iodef'];

/** `digitalocean_record`: one record, in columns. A CA is written with a final dot, which is not served. */
const record: Reader = (side) => {
  const type = side.get('type');
  const caa = textOf(type)?.toUpperCase() === 'CAA';
  const value = caa
    ? withoutDot(
        judgedBy(columnsValue(side, { flags: 'flags', tag: 'tag', value: 'value' }), (one) => [
          ...spaceFaults(one),
          ...dotFaults(one),
          ...(TAGS.includes(one.tag)
            ? []
            : [
                {
                  code: 'tag' as const,
                  detail: `expected the tag to be ${TAGS.join(', ')}: this provider knows no other`,
                },
              ]),
        ]),
      )
    : presentedValue(type, side.get('value'), 'value');
  return [
    {
      is: 'records',
      zone: zoneBy('name', side, 'domain'),
      name: side.get('name'),
      form: 'relative',
      type,
      ...secondsOf(side.get('ttl'), PRESET_TTL),
      whole: false,
      values: [value],
    },
  ];
};

/** The API refuses a CA without the final dot. */
function dotFaults({ tag, value }: { readonly tag: string; readonly value: string }): readonly Fault[] {
  if (tag === 'iodef' || value === ';' || value.endsWith('.')) return [];
  return [
    {
      code: 'final-dot',
      detail: 'expected the value to end in a dot: this provider takes it for a host name',
    },
  ];
}

function withoutDot(value: Value): Value {
  if (value.caa === undefined) return value;
  return { ...value, caa: { ...value.caa, value: value.caa.value.replace(/\.$/, '') } };
}

const domain: Reader = (side) => [
  { is: 'zone', ids: [side.hidden('id'), side.hidden('name')], name: side.get('name'), private: false },
];

export const digitalocean: Provider = {
  name: 'digitalocean',
  readers: { digitalocean_record: record },
  zones: { digitalocean_domain: domain },
};
