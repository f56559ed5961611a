import * as v from 'valibot';

/*
 * The JSON report. `docs/report.schema.json` is made from this. Within version 1 keys are added and never renamed,
 * removed or given another meaning.
 */

const line = (says: string) => v.pipe(v.string(), v.description(says));
const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
const outcome = v.picklist(['ok', 'drift', 'unknown']);
const time = (says: string) => v.pipe(v.string(), v.isoTimestamp(), v.description(says));

const position = v.strictObject({
  file: v.string(),
  line: v.pipe(v.number(), v.integer(), v.minValue(1)),
  column: v.pipe(v.number(), v.integer(), v.minValue(1)),
  endLine: v.pipe(v.number(), v.integer(), v.minValue(1)),
  endColumn: v.pipe(v.number(), v.integer(), v.minValue(1)),
});

const diffLine = v.strictObject({
  op: v.pipe(
    v.picklist(['+', '-', '~', ' ']),
    v.description('+ deployed but not declared, - declared but not deployed, ~ differs, space: context'),
  ),
  text: v.string(),
  note: v.exactOptional(v.string()),
});

const finding = v.strictObject({
  id: v.pipe(v.string(), v.description('The same for the same thing in every run')),
  rule: line('Stable id of the rule'),
  kind: v.picklist(['drift', 'weakness', 'forecast', 'unknown']),
  severity: v.picklist(['critical', 'high', 'medium', 'low', 'info']),
  actor: v.pipe(
    v.picklist(['you', 'dns-provider', 'registrar', 'ancestor', 'ca', 'log-operator', 'network']),
    v.description('Who has to act'),
  ),
  zone: line('The declared domain, lower-case A-labels; empty for a finding about the run'),
  subject: line('What it is about, verbatim; waivers match on it'),
  title: line('What is the case'),
  detail: v.pipe(v.array(v.string()), v.description('Why it matters, a paragraph each')),
  diff: v.array(diffLine),
  mend: v.pipe(v.array(v.string()), v.description('How to mend it, a step each')),
  at: v.exactOptional(v.pipe(position, v.description('The policy clause; the end is exclusive'))),
  waived: v.exactOptional(v.strictObject({ reason: v.string(), owner: v.string(), until: v.string() })),
  stage: v.exactOptional(
    v.pipe(
      v.picklist(['weakened', 'accepted', 'pending']),
      v.description(
        'weakened: the change loosens the policy; accepted: ends with the merge; pending: waits for the merge; absent: was there before',
      ),
    ),
  ),
  fails: v.pipe(v.boolean(), v.description('Whether this finding alone makes the run fail')),
});

export const reportSchema = v.strictObject({
  format: v.literal('caa-guard/report/1'),
  outcome: v.pipe(
    outcome,
    v.description('drift if any finding fails the run; else unknown if anything could not be seen; else ok'),
  ),
  exitCode: v.pipe(
    v.picklist([0, 1, 3]),
    v.description('What the program ended with: 0 ok, 1 drift, 3 unknown; 0 if it was told not to fail'),
  ),
  observedAt: time('When the world was looked at'),
  judgedAt: time('As of when it was judged'),
  counts: v.strictObject({
    domains: v.strictObject({ total: whole, ok: whole, drift: whole, unknown: whole }),
    findings: v.pipe(
      v.strictObject({ total: whole, failing: whole, unseen: whole, waived: whole, other: whole }),
      v.description('Each finding is counted in exactly one of failing, unseen, waived and other'),
    ),
  }),
  domains: v.array(
    v.strictObject({
      zone: v.string(),
      outcome,
      checked: v.pipe(v.array(v.string()), v.description('What was checked, also where nothing was found')),
    }),
  ),
  findings: v.pipe(v.array(finding), v.description('Most grave first')),
  change: v.exactOptional(
    v.pipe(
      v.strictObject({
        kind: v.picklist(['first', 'unusable', 'changed', 'same']),
        weakened: v.pipe(whole, v.description('Ways in which the change allows what the policy forbids')),
        approved: v.pipe(
          v.boolean(),
          v.description('Whether all of these are approved; true if there are none'),
        ),
        pending: v.pipe(whole, v.description('Findings that would fail once the change is merged')),
        notLookedAt: v.pipe(
          v.array(v.string()),
          v.description('Names that only a fork speaks of, which were not looked at'),
        ),
        movedFrom: v.exactOptional(
          v.pipe(
            v.array(v.string()),
            v.description(
              'Policy files of the base that bind, verbatim; there where the change has others judged',
            ),
          ),
        ),
      }),
      v.description('There where a change of the policy was held against the policy that binds'),
    ),
  ),
});

/** The JSON report. Texts are printable ASCII with escapes `\u{hex}`; `zone`, `subject` and `file` are verbatim. */
export type JsonReport = v.InferOutput<typeof reportSchema>;
