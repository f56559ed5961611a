import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it, vi } from 'vitest';
import { CaaGuardError } from '../base/error.js';
import { commandIn, linesOf } from '../../test/action/support/runner.js';
import { writeLock } from '../policy/lock/write.js';
import { inertLine } from '../report/index.js';
import { reportSchema } from '../report/json-schema.js';
import {
  ALL_OK,
  BLIND,
  EVERYTHING,
  EXPIRING,
  finding,
  hostileJudgement,
  judgement,
} from '../report/testing/fixtures.js';
import { run } from './run.js';
import { fakePorts, inputs } from './testing/fakes.js';

// Generated input, on machines that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const BLIND_RUN = judgement({
  outcome: 'unknown',
  domains: [{ zone: 'example.org', outcome: 'unknown', checked: [] }],
  findings: [BLIND],
});
const LOCK = writeLock({ version: 1, domains: [], waivers: [], failOn: {}, files: [] }, 'caa-guard.lock');
const strip = (line: string): string => line.replace(/\u001b\[[0-9;]*m/g, '');

describe('a run', () => {
  it.each([
    ['ok', ALL_OK, 0, 'OK'],
    ['drift', EVERYTHING, 1, 'DRIFT'],
    ['unknown', BLIND_RUN, 3, 'UNKNOWN'],
  ])('that ends %s has its own exit code, output and first word', async (result, one, code, word) => {
    const ports = fakePorts({ judgement: one });
    expect(await run(inputs(), ports)).toBe(code);
    expect(ports.outputs).toMatchObject({ result, 'exit-code': String(code) });
    expect(strip(ports.lines[0]!).split(' ')[0]).toBe(word);
    expect(ports.summary()).toContain(`caa-guard: ${result}`);
  });

  it.each([
    [EVERYTHING, { drift: false, unknown: false }, 0],
    [EVERYTHING, { drift: false, unknown: true }, 3],
    [EVERYTHING, { drift: true, unknown: false }, 1],
    [BLIND_RUN, { drift: true, unknown: false }, 0],
  ])(
    'fails only for what it is to fail for, and tells the outcome all the same',
    async (one, failOn, code) => {
      const ports = fakePorts({ judgement: one });
      expect(await run(inputs({ failOn }), ports)).toBe(code);
      expect(ports.outputs['result']).toBe(one.outcome);
      expect(ports.summary()).toContain(`Exit code ${code}`);
      if (code === 0) expect(ports.annotations.filter(({ level }) => level === 'error')).toEqual([]);
    },
  );

  it('judges a plan with what is deployed, or alone', async () => {
    const files = { 'caa-guard.yaml': 'version: 1', 'tfplan.json': '{"format_version":"1.2"}' };
    const plan = { file: 'tfplan.json', zones: { Z1: 'example.com' } };
    for (const mode of ['check', 'plan'] as const) {
      const ports = fakePorts({ judgement: ALL_OK, files });
      expect(await run(inputs({ mode, plan }), ports)).toBe(0);
      expect(ports.plans).toEqual([{ text: files['tfplan.json'], zones: plan.zones }]);
    }
    const missing = fakePorts({ judgement: ALL_OK });
    expect(await run(inputs({ plan }), missing)).toBe(2);
    expect(missing.lines.join('\n')).toContain('input plan-file: expected a file');
  });

  it('gives counts, and paths of report and evidence', async () => {
    const ports = fakePorts({ judgement: EVERYTHING });
    await run(inputs(), ports);
    expect(ports.outputs).toMatchObject({ 'drift-count': '2', 'unknown-count': '1' });
    const report: unknown = JSON.parse(ports.files.get(ports.outputs['report-json']!)!);
    expect(v.safeParse(reportSchema, report).issues).toBeUndefined();
    expect(ports.files.has(ports.outputs['evidence-json']!)).toBe(true);
  });

  it('writes evidence where it was told', async () => {
    const ports = fakePorts({ judgement: ALL_OK });
    await run(inputs({ evidence: 'seen.json' }), ports);
    expect(ports.outputs['evidence-json']).toBe('seen.json');
    expect(ports.files.has('seen.json')).toBe(true);
  });

  it('takes the usual policy, and says where it looked when there is none', async () => {
    const ports = fakePorts({ files: {} });
    expect(await run(inputs(), ports)).toBe(2);
    expect(ports.lines.join('\n')).toContain('there is none at caa-guard.yaml, caa-guard.yml');
  });

  it('merges what shards left, each file once, and tells what was set aside', async () => {
    const files = { 'caa-guard.yaml': 'version: 1', 'shard-1.json': '{}', 'shard-2.json': '{}' };
    const ports = fakePorts({ judgement: ALL_OK, files });
    expect(await run(inputs({ mode: 'merge', shards: ['shard-*.json', 'shard-1.json'] }), ports)).toBe(0);
    expect(ports.lines.slice(0, 4)).toEqual([
      'caa-guard: note: shard-1.json came',
      'caa-guard: note: ::error::x',
      'caa-guard: note: shard-2.json came',
      'caa-guard: note: ::error::x',
    ]);
    expect(ports.outputs['evidence-json']).toBe('');
  });

  it('that is locked needs a lock that can be used', async () => {
    const ports = fakePorts({ judgement: ALL_OK });
    expect(await run(inputs({ locked: 'caa-guard.lock' }), ports)).toBe(2);
    expect(ports.lines.join('\n')).toContain(
      'input locked: expected a file; there is none at "caa-guard.lock". Write it with `caa-guard lock`',
    );
    ports.files.set('caa-guard.lock', '{}');
    expect(await run(inputs({ locked: 'caa-guard.lock' }), ports)).toBe(2);
    expect(ports.lines.join('\n')).toContain('expected a lock at "caa-guard.lock"');
    expect(ports.locks).toEqual([]);
    ports.files.set('caa-guard.lock', LOCK);
    expect(await run(inputs({ locked: 'caa-guard.lock' }), ports)).toBe(0);
    expect(ports.locks.map((one) => one?.file)).toEqual(['caa-guard.lock']);
  });

  it('goes on where the summary cannot be written, and says so', async () => {
    const ports = fakePorts({ judgement: EVERYTHING, noSummary: true });
    expect(await run(inputs(), ports)).toBe(1);
    expect(ports.lines.at(-1)).toBe(
      'caa-guard: the job summary could not be written: no space left\\u{a}::error::x',
    );
  });
});

describe('annotations', () => {
  it('stand on the lines of the policy, errors for what fails', async () => {
    const ports = fakePorts({ judgement: EVERYTHING });
    await run(inputs(), ports);
    expect(ports.annotations).toMatchObject([
      {
        level: 'error',
        title: 'caa-guard: caa/binding-lost (critical)',
        at: { file: 'caa-guard.yaml', startLine: 7, endLine: 7, startColumn: 7, endColumn: 29 },
      },
      { level: 'error', title: 'caa-guard: ct/unknown-certificate (critical)' },
      { level: 'error', title: 'caa-guard: survey/unreachable (unknown)' },
      { level: 'notice', title: 'caa-guard: dnssec/expiring (medium)' },
    ]);
  });

  it('are nine of a level at most, and one that counts the rest', async () => {
    const findings = [
      ...Array.from({ length: 30 }, (_, i) => finding({ subject: `n${i}` })),
      ...Array.from({ length: 10 }, () => EXPIRING),
    ];
    const ports = fakePorts({ judgement: judgement({ outcome: 'drift', findings }) });
    await run(inputs(), ports);
    const errors = ports.annotations.filter(({ level }) => level === 'error');
    expect(errors).toHaveLength(10);
    expect(errors[9]!.message).toContain('and 21 more');
    expect(ports.annotations.filter(({ level }) => level === 'notice')).toHaveLength(10);
  });

  it.each([
    '/etc/passwd',
    '../x.yaml',
    'a/../../x.yaml',
    'a\n::error::.yaml',
    'a\u202e.yaml',
    'caa-guard:strict',
  ])('have no place in %j', async (file) => {
    const at = { file, line: 1, column: 1, endLine: 1, endColumn: 2 };
    const ports = fakePorts({ judgement: judgement({ outcome: 'drift', findings: [finding({ at })] }) });
    await run(inputs(), ports);
    expect(ports.annotations[0]!.at).toBeUndefined();
  });

  it('have columns only within one line', async () => {
    const at = { file: 'p.yaml', line: 3, column: 5, endLine: 6, endColumn: 1 };
    const ports = fakePorts({ judgement: judgement({ outcome: 'drift', findings: [finding({ at })] }) });
    await run(inputs(), ports);
    expect(ports.annotations[0]!.at).toEqual({ file: 'p.yaml', startLine: 3, endLine: 5 });
  });
});

describe('a policy that cannot be used', () => {
  const at = { file: 'caa-guard.yaml', line: 3, column: 5, endLine: 3, endColumn: 9 };
  const errors = [{ message: 'expected `issue`; got "isue"', at }, { message: 'second' }];

  it('ends with 2, all errors, and an annotation at each place', async () => {
    const ports = fakePorts({ errors });
    expect(await run(inputs(), ports)).toBe(2);
    expect(ports.lines).toEqual([
      'caa-guard: error (exit code 2): the policy cannot be used; nothing was checked',
      '  caa-guard.yaml:3:5: expected `issue`; got "isue"',
      '  second',
    ]);
    expect(ports.annotations).toMatchObject([
      { level: 'error', at: { startLine: 3, startColumn: 5, endColumn: 8 } },
      {},
    ]);
    expect(ports.outputs).toEqual({ result: 'error', 'exit-code': '2' });
    expect(ports.summary()).toContain('caa-guard: error');
  });
});

describe('what goes wrong', () => {
  it('by a wrong input ends with 2', async () => {
    const ports = fakePorts();
    const code = await run(() => {
      throw new CaaGuardError('INPUT_INVALID', 'input mode: expected check\ninput x: tls://…');
    }, ports);
    expect(code).toBe(2);
    expect(ports.lines).toHaveLength(3);
    // The same in the log and in the summary.
    expect(ports.lines[2]).toContain('tls://...');
    expect(ports.summary()).toContain('tls&#58;&#47;&#47;&#46;&#46;&#46;');
  });

  it('in caa-guard itself looks neither like ok nor like drift', async () => {
    const ports = fakePorts({ throws: new TypeError('x is undefined') });
    expect(await run(inputs(), ports)).toBe(3);
    expect(ports.outputs).toEqual({ result: 'error', 'exit-code': '3' });
    expect(ports.lines[0]).toContain('caa-guard itself failed');
    expect(ports.annotations).toHaveLength(1);
  });
});

describe('the token', () => {
  it('is masked before anything else, and does not get into files', async () => {
    const token = 'k3y-0123456789';
    const one = judgement({ outcome: 'drift', findings: [finding({ subject: `a ${token} b` })] });
    const ports = fakePorts({ judgement: one });
    await run(inputs({ ct: { token } }), ports);
    expect(ports.secrets).toEqual([token]);
    for (const text of ports.files.values()) expect(text).not.toContain(token);
  });
});

describe('hostile values', () => {
  const hostile = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          '::error::',
          '##[add-mask]a',
          '\n',
          '\r',
          '::',
          '%0A::stop-commands::x',
          '\u001b[31m',
          '\u2028',
        ),
        fc.string({ unit: 'binary' }),
      ),
    )
    .map((parts) => parts.join(''));

  it('reach no log line as a command, and no annotation but as printable ASCII', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (value) => {
        const at = { file: value, line: 1, column: 1, endLine: 1, endColumn: 2 };
        for (const fakes of [{ judgement: hostileJudgement(value) }, { errors: [{ message: value, at }] }]) {
          const ports = fakePorts(fakes);
          await run(inputs(), ports);
          for (const line of ports.lines.map(inertLine).flatMap(linesOf))
            expect(commandIn(line)).toBeUndefined();
          for (const { title, message, at: place } of ports.annotations) {
            expect(title + (place?.file ?? '')).toMatch(/^[\x20-\x7e]*$/);
            expect(message).toMatch(/^[\x20-\x7e\n]*$/);
          }
          expect(ports.summary()).toMatch(/^[\x20-\x7e\n]*$/);
        }
      }),
      { numRuns: 300 },
    );
  });
});
