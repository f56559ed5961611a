import { GROUPS, NAME_CLAUSES, ZONE_CLAUSES } from './clauses.js';
import { readDomainName } from './names.js';
import type { Fields } from './shape.js';

/** Where a key belongs that stands at the wrong level: the usual mistake of indentation. */
export interface Elsewhere {
  readonly says: string;
  readonly example: string;
}

const CLAUSE_KEYS: ReadonlySet<string> = new Set([
  ...Object.keys(NAME_CLAUSES),
  ...Object.keys(ZONE_CLAUSES),
  ...Object.keys(GROUPS),
]);
const GRANT_KEYS: ReadonlySet<string> = new Set(['ca', 'account', 'accounts', 'methods', 'unlisted']);

/** For a key at the top level. */
export function elsewhereThanTop(key: string): Elsewhere | undefined {
  const example = 'domains: {example.com: {issue: [letsencrypt.org]}}';
  if (CLAUSE_KEYS.has(key)) return { says: 'it stands below a domain, or below defaults', example };
  return 'name' in readDomainName(key) ? { says: 'domains stand below the key domains', example } : undefined;
}

/** For a key among the clauses of a domain, of a name or of the defaults. */
export function elsewhereThanClauses(key: string): Elsewhere | undefined {
  for (const [group, fields] of Object.entries<Fields>(GROUPS)) {
    const shape = new Map(Object.entries(fields)).get(key);
    if (shape !== undefined)
      return { says: `it stands below ${group}`, example: `${group}: {${key}: ${shape.example}}` };
  }
  if (GRANT_KEYS.has(key))
    return {
      says: 'it stands below issue, beside its CA',
      example: 'issue: [{ca: letsencrypt.org, methods: [dns-01]}]',
    };
  return 'name' in readDomainName(key)
    ? { says: 'names below a domain stand below its key names', example: `names: {${key}: {issue: none}}` }
    : undefined;
}
