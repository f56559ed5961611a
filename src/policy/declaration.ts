import { approval } from './approval.js';
import { CLAUSE_KEYS, GROUPS } from './clauses.js';
import type { Entry, Located } from './document.js';
import type { ApprovalRule, FailOn, SourcePosition, Waiver } from './model.js';
import {
  later,
  readClauses,
  readDomains,
  type Clause,
  type Clauses,
  type DomainDeclaration,
} from './domains.js';
import { elsewhereThanTop } from './misplaced.js';
import { nearest } from './names.js';
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

export type { Clause, Clauses, DomainDeclaration, NameDeclaration } from './domains.js';

/** One file, read on its own: nothing is inherited yet. */
export interface Declaration {
  readonly file: string;
  readonly extends: readonly { readonly reference: string; readonly at: SourcePosition }[];
  readonly defaults: Clauses;
  readonly locked: readonly { readonly key: string; readonly at: SourcePosition }[];
  readonly domains: readonly DomainDeclaration[];
  readonly waivers: readonly Waiver[];
  readonly failOn?: Clause & { readonly value: FailOn };
  readonly approval?: ApprovalRule;
}

const LOCKABLE = [...CLAUSE_KEYS, 'failOn', 'approval', ...Object.keys(GROUPS)];

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
  approval: described(approval, 'What a change that loosens the policy has to show, to pass.'),
  waivers: described(listOf(waiver, { says: 'a list of waivers' }), 'Findings that are accepted for a time.'),
} as const satisfies Fields;

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
  const approving = top.get('approval') as ApprovalRule | undefined;
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
    ...(approving === undefined
      ? {}
      : { approval: { ...approving, at: entry('approval')?.keyAt ?? root.at } }),
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
    {
      says: 'a policy: a map with version and domains',
      example: 'version: 1',
      elsewhere: elsewhereThanTop,
    },
    complaints,
  );
  return read;
}
