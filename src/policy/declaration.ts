import { CLAUSE_KEYS, GROUPS, NAME_CLAUSES, ZONE_CLAUSES } from './clauses.js';
import type { Entry, Located } from './document.js';
import type { FailOn, SourcePosition, Waiver } from './model.js';
import { isBelowDomain, nearest, readDomainName } from './names.js';
import {
  described,
  integer,
  listOf,
  readFields,
  record,
  scalar,
  word,
  type Complaints,
  type Fields,
  type Shape,
} from './shape.js';
import { waiver } from './waiver.js';

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

/** One file, read on its own: nothing is inherited yet. */
export interface Declaration {
  readonly file: string;
  readonly extends: readonly { readonly reference: string; readonly at: SourcePosition }[];
  readonly defaults: Clauses;
  readonly locked: readonly { readonly key: string; readonly at: SourcePosition }[];
  readonly domains: readonly DomainDeclaration[];
  readonly waivers: readonly Waiver[];
  readonly failOn?: Clause & { readonly value: FailOn };
}

const DOMAIN_FIELDS: Fields = { ...NAME_CLAUSES, ...ZONE_CLAUSES };
const LOCKABLE = [...CLAUSE_KEYS, 'failOn', ...Object.keys(GROUPS)];

const reference: Shape<string> = scalar({
  says: 'a policy to extend: a path beside this file, or caa-guard:baseline, caa-guard:strict, caa-guard:sealed',
  example: 'caa-guard:strict',
  schema: { examples: ['caa-guard:baseline', 'caa-guard:strict', 'caa-guard:sealed', './company.yaml'] },
  parse: (text) => (text.trim() === '' ? { wrong: 'is empty' } : { value: text }),
});

const lockKey: Shape<string> = scalar({
  says: 'the key of a clause',
  example: 'dnssec.required',
  schema: { enum: LOCKABLE },
  parse: (text) => {
    const guess = nearest(text, LOCKABLE);
    return LOCKABLE.includes(text)
      ? { value: text }
      : { wrong: `is none${guess === undefined ? '' : `; did you mean ${guess}?`}` };
  },
});

export const failOn: Shape<FailOn> = record<FailOn>(
  {
    weakness: described(
      word(['critical', 'high', 'medium', 'low'], 'a severity'),
      'Weaknesses of this severity and above fail the run.',
    ),
  },
  { says: 'what fails a run besides drift', example: '{weakness: high}' },
  (get) => {
    const weakness = get<NonNullable<FailOn['weakness']>>('weakness');
    return weakness === undefined ? {} : { weakness };
  },
);

/** The top level, but for `domains` and `defaults`, which are read by name. */
export const TOP_FIELDS = {
  version: described(integer('the number 1', 1, 1, '1'), 'Version of this format.'),
  extends: described(
    listOf(reference, { says: 'a list of policies', single: true }),
    'Policies that this one builds on; their locked clauses may only be made stricter.',
  ),
  locked: described(
    listOf(lockKey, { says: 'a list of clause keys', single: true }),
    'Clauses that a policy extending this one may only make stricter.',
  ),
  failOn: described(failOn, 'What fails a run besides drift.'),
  waivers: described(listOf(waiver, { says: 'a list of waivers' }), 'Findings that are accepted for a time.'),
} as const satisfies Fields;

/** A shape for the two maps that are read apart: it accepts any value, and `readDeclaration` looks inside. */
const later: Shape<Located> = { says: 'a map', example: '', schema: {}, read: (value) => value };

/** Reads one file's tree. Complaints are added; what could be read is given all the same. */
export function readDeclaration(file: string, root: Located, complaints: Complaints): Declaration {
  const fields: Fields = {
    ...TOP_FIELDS,
    version: { ...TOP_FIELDS.version, required: true },
    defaults: later,
    domains: later,
  };
  const top = lenient(root, fields, complaints);
  const entry = (key: string): Entry | undefined =>
    root.kind === 'map' ? root.entries.find((one) => one.key === key) : undefined;
  const items = <T>(key: string): readonly { readonly value: T; readonly at: SourcePosition }[] => {
    const values = (top.get(key) ?? []) as readonly T[];
    const node = entry(key)?.value;
    return values.map((value, i) => ({
      value,
      at: (node?.kind === 'list' ? node.items[i]?.at : node?.at) ?? root.at,
    }));
  };
  const failing = top.get('failOn') as FailOn | undefined;
  const defaults = entry('defaults')?.value;
  const domains = entry('domains')?.value;
  return {
    file,
    extends: items<string>('extends').map(({ value, at }) => ({ reference: value, at })),
    locked: items<string>('locked').flatMap(({ value, at }) => keysOf(value).map((key) => ({ key, at }))),
    defaults: defaults === undefined ? new Map() : readClauses(defaults, 'defaults', complaints),
    domains: domains === undefined ? [] : readDomains(domains, complaints),
    waivers: (top.get('waivers') ?? []) as readonly Waiver[],
    ...(failing === undefined ? {} : { failOn: { value: failing, at: entry('failOn')?.keyAt ?? root.at } }),
  };
}

/** A lock on a group locks each of its clauses. */
function keysOf(key: string): readonly string[] {
  return key in GROUPS ? CLAUSE_KEYS.filter((one) => one.startsWith(`${key}.`)) : [key];
}

/** Like `readFields`, but one bad field does not hide the others. */
function lenient(value: Located, fields: Fields, complaints: Complaints): ReadonlyMap<string, unknown> {
  const read = new Map<string, unknown>();
  const watched: Fields = Object.fromEntries(
    Object.entries(fields).map(([key, field]) => [
      key,
      {
        ...field,
        read: (one: Located, to: Complaints) => {
          const result = field.read(one, to);
          if (result !== undefined) read.set(key, result);
          return result;
        },
      },
    ]),
  );
  readFields(
    value,
    watched,
    { says: 'a policy: a map with version and domains', example: 'version: 1' },
    complaints,
  );
  return read;
}

/** `of` says whose clauses: a name's, the defaults' (with groups), or a domain's (with groups and names). */
function readClauses(value: Located, of: 'name' | 'defaults' | 'domain', complaints: Complaints): Clauses {
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
                { says: `the clauses of ${group}: a map`, example: `${group}: {}` },
                to,
              ),
          },
        ]),
      )
    : {};
  readFields(
    value,
    { ...keep('', fields, value), ...nested, ...(of === 'domain' ? { names: later } : {}) },
    { says: 'clauses: a map', example: 'issue: [{ca: letsencrypt.org}]' },
    complaints,
  );
  return clauses;
}

function readDomains(value: Located, complaints: Complaints): readonly DomainDeclaration[] {
  if (value.kind !== 'map') {
    complaints.add({
      code: 'shape',
      at: value.at,
      message: 'expected a map from domain names to their clauses; something else came',
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
      message: 'expected a map from names below the domain to their clauses; something else came',
      example: `names: {shop.${domain}: {issue: none}}`,
    });
    return [];
  }
  const seen = new Map<string, SourcePosition>();
  return value.entries.flatMap((entry) => {
    const name = readName(entry, complaints);
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

function readName(entry: Entry, complaints: Complaints): string | undefined {
  const read = readDomainName(entry.key);
  if ('name' in read) return read.name;
  complaints.add({
    code: 'name-invalid',
    at: entry.keyAt,
    message: `expected a domain name; ${JSON.stringify(entry.key.slice(0, 120))} ${read.wrong}`,
    example: 'example.com',
  });
  return undefined;
}

/** From the key to the end of its value: where an annotation belongs. */
function spanning(from: SourcePosition, to: SourcePosition): SourcePosition {
  return { ...from, endLine: to.endLine, endColumn: to.endColumn };
}
