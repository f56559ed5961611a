import { message, type Field } from './protobuf.js';

/** A resource type with the attributes that the real provider has of those that are used. */
export interface ResourceType {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Attributes of an object, as nested attributes: not a block. */
  readonly nested?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly required: readonly string[];
  readonly computed: readonly string[];
  /** Attributes a change of which destroys and creates. */
  readonly replaces: readonly string[];
}

export const RESOURCES: readonly ResourceType[] = [
  {
    name: 'cloudflare_dns_record',
    attributes: {
      id: 'string',
      zone_id: 'string',
      name: 'string',
      type: 'string',
      ttl: 'number',
      content: 'string',
      comment: 'string',
    },
    nested: { data: { flags: 'dynamic', tag: 'string', value: 'string' } },
    required: ['zone_id', 'name', 'type', 'ttl'],
    computed: ['id', 'content'],
    replaces: ['zone_id', 'type'],
  },
  {
    name: 'cloudflare_zone_dnssec',
    attributes: { id: 'string', zone_id: 'string', status: 'string', ds: 'string' },
    required: ['zone_id'],
    computed: ['id', 'ds'],
    replaces: ['zone_id'],
  },
];

/** Schema { int64 version = 1; Block block = 2; }, Block { repeated Attribute attributes = 2; } */
export function schemaOf({ attributes, nested = {}, required, computed }: ResourceType): Buffer {
  const use = (name: string): readonly Field[] => [
    [4, required.includes(name)],
    [5, !required.includes(name)],
    [6, computed.includes(name)],
  ];
  const plain = Object.entries(attributes).map(([name, type]): Field => [
    2,
    message([1, name], [2, JSON.stringify(type)], ...use(name)),
  ]);
  // Attribute { Object nested_type = 10; }, Object { repeated Attribute attributes = 1; NestingMode nesting = 3; }
  const objects = Object.entries(nested).map(([name, inner]): Field => {
    const members = Object.entries(inner).map(([member, type]): Field => [
      1,
      message([1, member], [2, JSON.stringify(type)], [5, true]),
    ]);
    return [2, message([1, name], ...use(name), [10, message(...members, [3, 1])])];
  });
  return message([2, message(...plain, ...objects)]);
}
