import { groupSchemas, NAME_CLAUSES, ZONE_CLAUSES } from './clauses.js';
import { TOP_FIELDS } from './declaration.js';
import { objectSchema, type JsonSchema } from './shape.js';

/** The JSON Schema of a policy file (draft 2020-12), from the same shapes that read it. */
export function policySchema(): JsonSchema {
  const name = objectSchema(NAME_CLAUSES);
  const clauses = objectSchema({ ...NAME_CLAUSES, ...ZONE_CLAUSES });
  const withGroups = {
    ...clauses,
    properties: {
      ...(clauses['properties'] as JsonSchema),
      dnssec: { ...groupSchemas['dnssec'], description: 'How DNSSEC must stand.' },
      certificates: {
        ...groupSchemas['certificates'],
        description: 'Certificates that are known to be ours.',
      },
    },
  };
  const domain = {
    ...withGroups,
    properties: {
      ...withGroups.properties,
      names: {
        type: 'object',
        description:
          'Names below the domain with clauses of their own; what they do not say, the domain says.',
        additionalProperties: { $ref: '#/$defs/name' },
      },
    },
  };
  const top = objectSchema(TOP_FIELDS);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://caa-guard.dev/schema/policy-1.json',
    title: 'caa-guard policy',
    ...top,
    properties: {
      ...(top['properties'] as JsonSchema),
      defaults: {
        $ref: '#/$defs/defaults',
        description: 'Clauses for every domain; a domain says otherwise where it has to.',
      },
      domains: {
        type: 'object',
        description: 'The guarded domains.',
        additionalProperties: { $ref: '#/$defs/domain' },
      },
    },
    required: ['version'],
    $defs: { name: orEmpty(name), defaults: withGroups, domain: orEmpty(domain) },
  };
}

/** `example.com:` with nothing behind it is a domain without clauses of its own. */
function orEmpty(schema: JsonSchema): JsonSchema {
  return { ...schema, type: ['object', 'null'] };
}
