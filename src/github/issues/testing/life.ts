import { createHash } from 'node:crypto';
import { outside, own, text } from '../../../base/text.js';
import type { Finding, Judgement } from '../../../rules/model.js';
import type { IssueInputs } from '../../issue-inputs.js';
import { keepIssues, type IssueReport } from '../keep.js';
import { FakeGitHub, type Gate, type HandChange, type Written } from './fake-repository.js';

export const HOUR = 3_600_000;
export const BOT = 'github-actions[bot]';
export const START = Date.UTC(2026, 10, 23, 14, 0);

export const OPTIONS: IssueInputs = {
  labels: ['caa-guard'],
  assignees: [],
  maxNew: 10,
  unknownAfter: 6 * HOUR,
  reopenWithin: 30 * 24 * HOUR,
};

/** A failing finding of a zone. */
export function drift(zone: string, what: string, over: Partial<Finding> = {}): Finding {
  return {
    id: createHash('sha256').update(`${zone} ${what}`).digest('hex').slice(0, 16),
    rule: 'caa/missing',
    kind: 'drift',
    severity: 'high',
    actor: 'you',
    zone,
    subject: what,
    title: text`${outside(what)} departs`,
    detail: [own('Somebody may get a certificate.')],
    diff: [],
    mend: [own('Mend it.')],
    fails: true,
    ...over,
  };
}

/** Something of a zone that a source did not show; for DNS the source is the zone itself. */
export function unseen(zone: string, source: string, over: Partial<Finding> = {}): Finding {
  return drift(zone, source, {
    rule: 'survey/unreachable',
    kind: 'unknown',
    title: text`${outside(source)} did not answer for ${outside(zone)}`,
    fails: false,
    ...over,
  });
}

/** What the judge makes of zones and findings. A finding of the run as a whole counts for every zone. */
export function judged(zones: readonly string[], findings: readonly Finding[], at: number): Judgement {
  const outcome = (some: readonly Finding[]): Judgement['outcome'] =>
    some.some(({ fails }) => fails)
      ? 'drift'
      : some.some(({ kind }) => kind === 'unknown')
        ? 'unknown'
        : 'ok';
  return {
    outcome: outcome(findings),
    now: at,
    observedAt: at,
    domains: zones.map((zone) => ({
      zone,
      outcome: outcome(findings.filter((one) => one.zone === zone || one.zone === '')),
      checked: [own('CAA at 3 names')],
    })),
    findings,
  };
}

/** A repository over hours of one clock, and runs in it. */
export class Life {
  now = START;
  readonly github = new FakeGitHub(() => this.now);
  readonly logged: string[] = [];

  constructor(
    readonly zones: readonly string[] = ['example.com'],
    readonly options: IssueInputs = OPTIONS,
  ) {}

  pass(ms: number): void {
    this.now += ms;
  }

  /** A run that finds these, and what it wrote. */
  async run(
    findings: readonly Finding[],
    over: {
      gate?: Gate;
      zones?: readonly string[];
      policyId?: string;
      observedAt?: number;
      login?: string;
      commit?: string;
    } = {},
  ): Promise<IssueReport & { readonly wrote: readonly Written[] }> {
    const before = this.github.written.length;
    const report = await keepIssues(
      judged(over.zones ?? this.zones, findings, over.observedAt ?? this.now),
      this.options,
      {
        repository: this.github.as(over.login ?? BOT, over.gate),
        clock: { now: () => this.now, monotonic: () => this.now },
        sleep: async (ms) => this.pass(ms),
        log: (line) => void this.logged.push(line),
        runUrl: 'https://github.com/owner/name/actions/runs/1',
        ruleUrl: () => undefined,
        policyId: over.policyId ?? 'owner/name caa-guard.yaml',
        ...(over.commit === undefined ? {} : { commit: over.commit }),
      },
    );
    return { ...report, wrote: this.github.written.slice(before) };
  }

  /** What a hand does at the page of an issue. */
  hand(number: number, change: HandChange): void {
    this.github.updateIssue('somebody', number, change);
  }

  comments(number = 1): readonly string[] {
    return this.github.comments.filter((one) => one.issue === number).map(({ body }) => shown(body));
  }

  body(number = 1): string {
    return shown(this.github.issueOf(number).body);
  }
}

/** What a reader sees: without hidden marks, and entities as what they stand for. */
export function shown(body: string): string {
  return body
    .replace(/<!--[^]*?-->/g, '')
    .replace(/&#([0-9]+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/<\/?(?:code|b|sub|summary|details)(?: open)?>/g, '')
    .replaceAll('**', '')
    .replace(/\s+/g, ' ')
    .trim();
}
