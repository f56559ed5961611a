import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OWN_ACCOUNT } from '../../../src/lab/index.js';
import type { Fault, Recorded } from '../support/github.js';
import type { StepResult } from '../support/job.js';
import { startSchedule, TOKEN, type Schedule } from '../support/scheduled.js';

const WELL = [
  `0 issue "letsencrypt.org;accounturi=${OWN_ACCOUNT};validationmethods=dns-01"`,
  '0 issuewild ";"',
];
const ADRIFT = {
  'example.net': ['0 issue "letsencrypt.org"', WELL[1]!],
  'shop.test': [...WELL, '0 issue "digicert.com"'],
};
type Zone = keyof typeof ADRIFT;

/** One run of the schedule: what happened before it, what GitHub does meanwhile, and what has to be open after it. */
interface Run {
  readonly what: string;
  /** Since the run before. */
  readonly hours: number;
  readonly happens?: (schedule: Schedule) => void;
  readonly faults?: readonly (readonly [Fault, RegExp])[];
  /** Of what our open issues are. */
  readonly open: readonly string[];
  /** Exit code; 0, since what an issue tells does not fail the step. */
  readonly code?: number;
  /** Nothing may be written. */
  readonly quiet?: true;
  /** Two runs at the same time. */
  readonly twice?: true;
}

const drifts = (zone: Zone) => (schedule: Schedule) =>
  void zoneOf(schedule, zone).replace('@', 'CAA', ADRIFT[zone]);
const recovers = (zone: Zone) => (schedule: Schedule) =>
  void zoneOf(schedule, zone).replace('@', 'CAA', WELL);
const zoneOf = ({ demo }: Schedule, zone: string) => demo.lab.dns.zone(zone);
const OPENING = /^POST .*\/issues$/;
const LISTING = /^GET .*\/issues\?/;
/** Numbers are given in order; the first is mallory's. */
const NET = 2;
const SOURCE = 4;

const RUNS: readonly Run[] = [
  { what: 'all is well', hours: 0, open: [], quiet: true },
  {
    what: 'a domain drifts, and GitHub fails after it has made the issue',
    hours: 1,
    happens: drifts('example.net'),
    faults: [['bad-gateway-after', OPENING]],
    open: ['example.net'],
  },
  {
    what: 'the token is not taken: the drift fails the step, since nobody knows that an issue tells it',
    hours: 1,
    faults: [['unauthorized', LISTING]],
    open: ['example.net'],
    code: 1,
    quiet: true,
  },
  {
    what: 'somebody else gets a certificate, and GitHub is over a limit',
    hours: 1,
    happens: ({ demo }) => demo.drift('jabber.example'),
    faults: [
      ['secondary-limit', OPENING],
      ['limit', /^POST .*\/labels$/],
    ],
    open: ['example.net', 'jabber.example'],
  },
  {
    what: 'the first domain recovers, and GitHub fails after it has taken the comment',
    hours: 1,
    happens: recovers('example.net'),
    faults: [['bad-gateway-after', /^POST .*\/comments$/]],
    open: ['jabber.example'],
  },
  {
    what: 'the source of certificates goes blind: what it would show is not taken for gone',
    hours: 1,
    happens: ({ demo }) => demo.lab.search.fault({ kind: 'down' }),
    faults: [['bad-gateway', LISTING]],
    open: ['jabber.example'],
  },
  {
    what: 'it is blind still',
    hours: 1,
    faults: [['truncated', LISTING]],
    open: ['jabber.example'],
    quiet: true,
  },
  {
    what: 'it is blind for longer than anybody should not know',
    hours: 1.5,
    faults: [['bad-gateway', OPENING]],
    open: ['certspotter', 'jabber.example'],
  },
  {
    what: 'it sees again, and GitHub does not find the issue that is to be closed',
    hours: 1,
    happens: ({ demo }) => demo.lab.search.mend(),
    faults: [['missing', new RegExp(`^PATCH .*/issues/${SOURCE}$`)]],
    open: ['certspotter', 'jabber.example'],
  },
  {
    what: 'the first domain drifts again, and the connection breaks after the issue was changed',
    hours: 1,
    happens: drifts('example.net'),
    faults: [['reset-after', new RegExp(`^PATCH .*/issues/${NET}$`)]],
    open: ['example.net', 'jabber.example'],
  },
  {
    what: 'a third one drifts, and two runs overlap',
    hours: 1,
    happens: drifts('shop.test'),
    open: ['example.net', 'jabber.example', 'shop.test'],
    twice: true,
  },
  { what: 'it recovers', hours: 1, happens: recovers('shop.test'), open: ['example.net', 'jabber.example'] },
  {
    what: 'it drifts, while GitHub is slow',
    hours: 1,
    happens: drifts('shop.test'),
    faults: [['slow', LISTING]],
    open: ['example.net', 'jabber.example', 'shop.test'],
  },
  { what: 'it recovers', hours: 1, happens: recovers('shop.test'), open: ['example.net', 'jabber.example'] },
  {
    what: 'it drifts for the third time',
    hours: 1,
    happens: drifts('shop.test'),
    open: ['example.net', 'jabber.example', 'shop.test'],
  },
  {
    what: 'it recovers, and is not believed yet',
    hours: 1,
    happens: recovers('shop.test'),
    open: ['example.net', 'jabber.example', 'shop.test'],
  },
  {
    what: 'the name servers of a fourth go silent',
    hours: 1,
    happens: ({ demo }) => demo.drift('quiet.test'),
    open: ['example.net', 'jabber.example', 'shop.test'],
  },
  {
    what: 'they are silent for long',
    hours: 3,
    open: ['DNS', 'example.net', 'jabber.example', 'shop.test'],
  },
  {
    what: 'all is mended but the certificate',
    hours: 7,
    happens: (schedule) => {
      recovers('example.net')(schedule);
      schedule.demo.lab.dns.server('ns1.quiet.test').mend();
    },
    open: ['jabber.example'],
  },
  { what: 'nothing happens', hours: 1, open: ['jabber.example'], quiet: true },
];

/** What comes from outside, as an issue of somebody else: it looks like ours in all but its author. */
const MALLORY = {
  title: 'caa-guard: jabber.example is not as its policy demands ##[add-mask]a',
  body: `<!-- caa-guard:v1:${'0'.repeat(32)} -->\n<!-- caa-guard:state:v1:AAAA -->\n::error::x @everyone`,
  labels: ['caa-guard'],
};

let schedule: Schedule;
const results: StepResult[] = [];
beforeAll(async () => {
  schedule = await startSchedule('twenty runs');
  await schedule.github.act('mallory', 'POST', '/issues', MALLORY);
});
afterAll(() => schedule.end());

describe('issues over twenty runs of a schedule', () => {
  it.each(RUNS.map((run) => [run.what, run] as const))('%s', { timeout: 180_000 }, async (_, run) => {
    const { hours, happens, faults = [], open, code = 0, quiet, twice } = run;
    const { github, wall } = schedule;
    wall.forward(hours);
    happens?.(schedule);
    for (const [fault, on] of faults) github.fault(fault, on);
    const before = github.writes().length;
    const ran = await Promise.all(Array.from({ length: twice === true ? 2 : 1 }, () => schedule.run()));
    results.push(...ran);
    expect(github.pending).toEqual([]);
    expect(await openIssues()).toEqual(open);
    if (quiet === true) expect(github.writes()).toHaveLength(before);
    // The run that came second found what the first one wrote, or left it to that.
    if (twice === true) expect(ran.map((one) => one.code)).toContain(code);
    else expect(ran[0]?.code, ran[0]?.log).toBe(code);
  });

  it('the last run once more changes nothing', async () => {
    const before = schedule.github.writes().length;
    results.push(await schedule.run());
    expect(schedule.github.writes()).toHaveLength(before);
    expect(results.at(-1)).toMatchObject({ code: 0, outputs: { result: 'drift', issues: '3' } });
  }, 60_000);

  it('each issue was opened once, and no comment was posted twice', () => {
    const writes = schedule.github.writes();
    const opened = writes.filter((one) => one.method === 'POST' && one.path.endsWith('/issues'));
    expect(opened.map(headOf)).toHaveLength(new Set(opened.map(headOf)).size);
    expect(opened).toHaveLength(5);
    const comments = writes.filter((one) => one.method === 'POST' && one.path.endsWith('/comments'));
    expect(comments.length).toBeGreaterThan(6);
    expect(new Set(comments.map((one) => `${one.path} ${headOf(one)}`)).size).toBe(comments.length);
  });

  it("nobody else's issue was touched", async () => {
    const { github } = schedule;
    expect(github.writes().filter(({ path }) => /\/issues\/1(\/|$)/.test(path))).toEqual([]);
    expect(await github.act('octocat', 'GET', '/issues/1')).toMatchObject({
      ...MALLORY,
      labels: [{}],
      state: 'open',
    });
  });

  it('writes were those of the token, one run at a time, and none was left locked', async () => {
    const { github } = schedule;
    expect(new Set(github.requests.map(({ authorization }) => authorization))).toEqual(
      new Set([`Bearer ${TOKEN}`]),
    );
    await expect(github.act('octocat', 'GET', '/labels/caa-guard-lock')).rejects.toThrow('404');
  });

  it('nothing was printed that a runner obeys, but what we meant', () => {
    for (const { commands } of results) {
      const [mask, ...rest] = commands;
      expect(mask).toMatchObject({ name: 'add-mask', data: TOKEN });
      for (const { name, properties, form } of rest) {
        expect(['error', 'warning', 'notice']).toContain(name);
        expect(form).toBe('::');
        expect(properties['title']).toMatch(/^caa-guard: [A-Za-z0-9 /().,#-]+$/);
      }
    }
  });

  it('the token is in nothing that was left', async () => {
    expect(await schedule.left()).not.toContain(TOKEN.slice(0, 16));
  });
});

/** Of what our open issues are, by their titles. */
async function openIssues(): Promise<string[]> {
  const issues = await schedule.github.act<{ title: string; user: { login: string } }[]>(
    'octocat',
    'GET',
    '/issues?state=open&labels=caa-guard&per_page=100',
  );
  return issues
    .filter(({ user }) => user.login !== 'mallory')
    .map(({ title }) => /^caa-guard: (\S+)/.exec(title)?.[1] ?? title)
    .sort();
}

function headOf({ body }: Recorded): string {
  return String(body['body']).split('\n')[0] ?? '';
}
