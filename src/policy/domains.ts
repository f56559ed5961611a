import { GROUPS, NAME_CLAUSES, ZONE_CLAUSES } from './clauses.js';
import type { Entry, Located } from './document.js';
import { elsewhereThanClauses } from './misplaced.js';
import type { SourcePosition } from './model.js';
import { isBelowDomain, readDomainName } from './names.js';
import { came, readFields, type Complaints, type Fields, type Shape } from './shape.js';

/** One clause as it was written. */
export interface Clause {
  readonly value: unknown;
  readonly at: SourcePosition;
}
/** By dotted key: `issue`, `dnssec.required`. */
export type Clauses = ReadonlyMap<string, Clause>;

export interface NameDeclaration {
  readonly name: string;
  readonly at: SourcePosition;
  readonly clauses: Clauses;
}
export interface DomainDeclaration extends NameDeclaration {
  readonly names: readonly NameDeclaration[];
}

const DOMAIN_FIELDS: Fields = { ...NAME_CLAUSES, ...ZONE_CLAUSES };

/** A shape for maps that are read apart: it accepts any value, and whoever reads looks inside. */
export const later: Shape<Located> = { says: 'a map', example: '', schema: {}, read: (value) => value };

/** `of` says whose clauses: a name's, the defaults' (with groups), or a domain's (with groups and names). */
export function readClauses(
  value: Located,
  of: 'name' | 'defaults' | 'domain',
  complaints: Complaints,
): Clauses {
  const fields: Fields = of === 'name' ? NAME_CLAUSES : DOMAIN_FIELDS;
  const groups = of !== 'name';
  const clauses = new Map<string, Clause>();
  if (value.kind === 'scalar' && value.value === null) return clauses;
  const keep = (prefix: string, some: Fields, node: Located): Fields =>
    Object.fromEntries(
      Object.entries(some).map(([key, shape]) => [
        key,
        {
          ...shape,
          read: (one: Located, to: Complaints) => {
            const read = shape.read(one, to);
            const at =
              node.kind === 'map' ? node.entries.find((entry) => entry.value === one)?.keyAt : undefined;
            // What did not read is kept as said: it must not be reported as missing as well.
            clauses.set(prefix + key, {
              value: read,
              at: at === undefined ? one.at : spanning(at, one.at),
            });
            return read;
          },
        },
      ]),
    );
  const nested: Fields = groups
    ? Object.fromEntries(
        Object.entries(GROUPS).map(([group, inner]) => [
          group,
          {
            says: `the clauses of ${group}`,
            example: `{${Object.keys(inner)[0] ?? ''}: …}`,
            schema: {},
            read: (one: Located, to: Complaints) =>
              readFields(
                one,
                keep(`${group}.`, inner, one),
                { says: `the clauses of ${group}: a map`, example: groupExample(group, inner) },
                to,
              ),
          },
        ]),
      )
    : {};
  readFields(
    value,
    { ...keep('', fields, value), ...nested, ...(of === 'domain' ? { names: later } : {}) },
    {
      says: 'clauses: a map',
      example: 'issue: [{ca: letsencrypt.org}]',
      elsewhere: elsewhereThanClauses,
    },
    complaints,
  );
  return clauses;
}

/** Its first clause, as it is written. */
function groupExample(group: string, inner: Fields): string {
  const [key = '', shape] = Object.entries(inner)[0] ?? [];
  return `${group}: {${key}: ${shape?.example ?? ''}}`;
}

export function readDomains(value: Located, complaints: Complaints): readonly DomainDeclaration[] {
  if (value.kind !== 'map') {
    complaints.add({
      code: 'shape',
      at: value.at,
      message: `expected a map from domain names to their clauses; ${came(value)} came`,
      example: 'domains: {example.com: {issue: [letsencrypt.org]}}',
    });
    return [];
  }
  return value.entries.flatMap((entry) => {
    const name = readName(entry, complaints);
    const clauses = readClauses(entry.value, 'domain', complaints);
    if (name === undefined) return [];
    const names =
      entry.value.kind === 'map' ? entry.value.entries.find((one) => one.key === 'names') : undefined;
    return [
      {
        name,
        at: entry.keyAt,
        clauses,
        names: names === undefined ? [] : readNames(name, names.value, complaints),
      },
    ];
  });
}

function readNames(domain: string, value: Located, complaints: Complaints): readonly NameDeclaration[] {
  if (value.kind !== 'map') {
    complaints.add({
      code: 'shape',
      at: value.at,
      message: `expected a map from names below the domain to their clauses; ${came(value)} came`,
      example: `names: {shop.${domain}: {issue: none}}`,
    });
    return [];
  }
  const seen = new Map<string, SourcePosition>();
  return value.entries.flatMap((entry) => {
    const name = readName(entry, complaints, domain);
    const clauses = readClauses(entry.value, 'name', complaints);
    if (name === undefined) return [];
    if (!isBelowDomain(name, domain)) {
      complaints.add({
        code: 'name-outside',
        at: entry.keyAt,
        message: `expected a name below ${domain}; ${JSON.stringify(entry.key)} is not. Give it an entry of its own under domains`,
        example: `shop.${domain}`,
      });
      return [];
    }
    const before = seen.get(name);
    if (before !== undefined) {
      complaints.add({
        code: 'domain-twice',
        at: entry.keyAt,
        message: `expected each name once; ${name} stands at line ${before.line} already. Merge the two`,
      });
      return [];
    }
    seen.set(name, entry.keyAt);
    return [{ name, at: entry.keyAt, clauses }];
  });
}

/** `domain` is the one that the name should be below; names are written in full there as well. */
function readName(entry: Entry, complaints: Complaints, domain?: string): string | undefined {
  const read = readDomainName(entry.key);
  if ('name' in read) return read.name;
  const full = domain === undefined ? undefined : readDomainName(`${entry.key}.${domain}`);
  const meant = full !== undefined && 'name' in full && !entry.key.includes('.') ? full.name : undefined;
  complaints.add({
    code: 'name-invalid',
    at: entry.keyAt,
    message: `expected a domain name; ${JSON.stringify(entry.key.slice(0, 120))} ${read.wrong}${meant === undefined ? '' : '. Write the name in full'}`,
    example: meant ?? (domain === undefined ? 'example.com' : `shop.${domain}`),
  });
  return undefined;
}

/** From the key to the end of its value: where an annotation belongs. */
function spanning(from: SourcePosition, to: SourcePosition): SourcePosition {
  return { ...from, endLine: to.endLine, endColumn: to.endColumn };
}
