import { expect } from 'vitest';
import type { Finding, Judgement } from '../../../rules/model.js';
import { GitHubError } from '../../api/error.js';
import { keepIssues, type IssueReport } from '../keep.js';
import { keyOf, markOf, sha256 } from '../key.js';
import { readHead } from '../marker.js';
import { FakeGitHub, isWrite, type Gate, type Written } from './fake-repository.js';
import { policyIdOf } from '../../policy-id.js';
import { BOT, drift, HOUR, judged, OPTIONS, START, unseen } from './life.js';
import { Schedule, seeded } from './schedule.js';
import { ToldOnce } from './told-once.js';

const ZONES = ['a.example', 'b.example', 'c.example'] as const;
const COMMIT = 'a'.repeat(40);
const LABEL = OPTIONS.labels[0];
const SOURCES = ['certspotter', 'DNS'];

/** How a run goes that is not left alone. */
interface Weather {
  /** Chance that GitHub fails at one request, before or after it did what was asked for. */
  readonly faults: number;
  /** Chance that the run is ended at one request. */
  readonly ends: number;
}

const CALM: Weather = { faults: 0, ends: 0 };

/**
 * Domains that drift and recover, sources that go blind, people who close and open and edit, policy files that get other names,
 * GitHub that fails, and runs that overlap, all by the numbers of one seed. What must never be is looked for at every write.
 */
export class World {
  readonly random: () => number;
  readonly schedule: Schedule;
  readonly github: FakeGitHub;
  runs = 0;
  readonly failures: unknown[] = [];
  private readonly wrong = new Map<string, Set<string>>(ZONES.map((zone) => [zone, new Set()]));
  private readonly unseenAt = new Set<string>();
  private readonly runsNow = new Map<string, Judgement>();
  /** Since when runs that were not disturbed see a source blind, or a domain that it does not show. */
  private readonly blindSince = new Map<string, number>();
  private readonly told = new ToldOnce();

  private renames = 0;
  private policy = '';

  constructor(seed: number) {
    this.random = seeded(seed);
    this.schedule = new Schedule(START, this.random);
    this.github = new FakeGitHub(() => this.schedule.now);
    this.rename();
    this.github.onWrite = (written) => this.held(() => this.watch(written));
  }

  /** What must not be fails the run in which it happens; whoever drives the world has to hear of it. */
  private held(check: () => void): void {
    try {
      check();
    } catch (error) {
      this.failures.push(error);
    }
  }

  /** One hour: the world changes, people do something, and one to three runs look. */
  async hour(): Promise<void> {
    this.change();
    if (this.chance(0.02)) this.rename();
    if (this.chance(0.25)) this.hand();
    const runs = 1 + Math.floor(this.random() * 3);
    for (let i = 0; i < runs; i++) {
      void this.schedule
        .sleep(this.random() * 60_000)
        .then(() => this.run({ faults: 0.04, ends: 0.01 }))
        .catch((error: unknown) => this.failures.push(error));
      if (this.chance(0.2)) void this.schedule.sleep(this.random() * 60_000).then(() => this.change());
    }
    await this.schedule.drain();
    await this.settled();
    if (this.failures.length > 0) throw this.failures[0];
    this.schedule.now = START + Math.ceil((this.schedule.now - START) / HOUR) * HOUR;
  }

  /** The policy file gets another name. */
  private rename(): void {
    this.github.files.set(`caa-guard-${this.renames}.yaml`, false);
    const file = `caa-guard-${++this.renames}.yaml`;
    this.github.files.set(file, true);
    this.policy = policyIdOf('owner/name', [file]);
  }

  private isSource(key: string): boolean {
    return SOURCES.some((name) => keyOf(this.policy, { kind: 'source', name }) === key);
  }

  /** Two runs, one after the other, that nothing disturbs: all is told then, and the second writes nothing. */
  private async settled(): Promise<void> {
    if (!this.chance(0.5)) return;
    const began = this.schedule.now;
    const first = this.run(CALM, true);
    await this.schedule.drain();
    const report = await first;
    // A run that was ended left its lock behind.
    if (report.problems.length > 0) return;
    this.observe(report.judgement);
    this.everythingTold(report);
    // Where a lock had to be waited for, something may have lasted long enough meanwhile.
    if (this.schedule.now > began) return;
    const before = this.github.written.length;
    const second = this.run(CALM, true);
    await this.schedule.drain();
    await second;
    expect(this.github.written.slice(before), 'a run in which nothing changed writes nothing').toEqual([]);
  }

  /** What a run would find now. */
  private judgement(): Judgement {
    const findings: Finding[] = [];
    for (const zone of ZONES) {
      for (const what of this.wrong.get(zone)!)
        if (!this.unseenAt.has(zone)) findings.push(drift(zone, what));
      if (this.unseenAt.has(zone)) findings.push(unseen(zone, 'certspotter'));
    }
    if (this.unseenAt.has('')) findings.push(unseen('', 'the network'));
    return judged(ZONES, findings, this.schedule.now);
  }

  private async run(
    weather: Weather,
    still = false,
  ): Promise<IssueReport & { readonly judgement: Judgement }> {
    const by = `run${++this.runs}`;
    const judgement = this.judgement();
    this.runsNow.set(by, judgement);
    const repository = this.github.as(BOT, still ? undefined : this.gate(weather), by);
    const { schedule } = this;
    const report = await keepIssues(judgement, OPTIONS, {
      repository,
      clock: { now: () => schedule.now, monotonic: () => schedule.now },
      sleep: (ms) => schedule.sleep(ms),
      log: () => undefined,
      ruleUrl: () => undefined,
      policyId: this.policy,
      commit: COMMIT,
      runId: by,
    });
    return { ...report, judgement };
  }

  private gate({ faults, ends }: Weather): Gate {
    return async (operation, phase) => {
      await this.schedule.sleep(this.random() ** 4 * 20_000);
      if (this.chance(ends)) await new Promise(() => undefined);
      if (!this.chance(faults)) return;
      const maybeDone = operation === 'createIssue' || operation === 'createComment';
      const code = isWrite(operation) && this.chance(0.1) ? 'limited' : 'unavailable';
      throw new GitHubError(code, 'it failed', {
        maybeDone: maybeDone && (code !== 'limited' || phase === 'after'),
      });
    };
  }

  private change(): void {
    for (const zone of ZONES) {
      const wrong = this.wrong.get(zone)!;
      for (const what of ['x', 'y']) if (this.chance(0.15)) if (!wrong.delete(what)) wrong.add(what);
      if (this.chance(0.3)) wrong.clear();
      if (this.chance(this.unseenAt.has(zone) ? 0.15 : 0.05)) toggle(this.unseenAt, zone);
    }
    if (this.chance(this.unseenAt.has('') ? 0.3 : 0.04)) toggle(this.unseenAt, '');
  }

  /** Somebody does something at GitHub's pages. */
  private hand(): void {
    const ours = [...this.github.issues.values()].filter(({ author }) => author === BOT);
    const issue = ours[Math.floor(this.random() * ours.length)];
    if (issue === undefined) return;
    const { number, body, labels } = issue;
    const key = readHead(body)?.key ?? '';
    const what = this.random();
    if (what < 0.3)
      this.github.updateIssue('somebody', number, { state: 'closed', stateReason: 'completed' });
    else if (what < 0.5)
      this.github.updateIssue('somebody', number, { state: 'closed', stateReason: 'not_planned' });
    else if (what < 0.6) {
      // One of a policy that has another name now is left to the hand that opened it.
      const policy = readHead(body)?.state?.policy;
      if (this.openFor(key) > 0 || (policy !== undefined && policy !== this.policy)) return;
      this.github.updateIssue('somebody', number, { state: 'open' });
      this.told.openedAgain(number);
    } else if (what < 0.7) {
      issue.body = body.replace(/state:v1:[A-Za-z0-9]{4}/, 'state:v1:');
      this.told.forgotten(number);
    } else if (what < 0.75) {
      this.github.dropLabel(LABEL, this.chance(0.5) ? number : undefined);
    } else if (what < 0.9) {
      const revision = this.random() < 0.5 ? 1 : 2;
      this.github.createComment('mallory', number, `<!-- caa-guard:v1:${key}:${revision}:n_g_cwell -->`);
    } else this.github.createIssue('mallory', { title: 'x', body, labels });
  }

  /** What must never be, at the moment of a write. */
  private watch({ by, operation, number = 0, body = '', change }: Written): void {
    const judgement = this.runsNow.get(by);
    if (judgement === undefined) return;
    const issue = this.github.issues.get(number);
    const head = issue === undefined ? undefined : readHead(issue.body);
    if (issue === undefined || head === undefined) return;
    if (operation === 'createIssue')
      this.told.opened(
        number,
        head.key,
        (head.state?.told ?? []).map(({ mark }) => mark),
      );
    if (operation === 'createIssue' || change?.state === 'open') {
      expect(this.openFor(head.key), 'never two open issues for a key').toBe(1);
      this.onlyWhatLasted(head.key, judgement);
    }
    if (change?.state === 'open') this.told.openedAgain(number);
    if (change?.state === 'closed' && change.stateReason === 'completed')
      onlyWell(head.key, judgement, this.policy);
    if (operation === 'createComment')
      this.told.comment(number, body, {
        isSource: (key) => this.isSource(key),
        isUnseen: (part) => this.onlyUnseen(part, judgement),
        observedAt: judgement.observedAt,
      });
  }

  /** That a source does not show a domain is told of what is not shown, and has lasted. */
  private onlyUnseen(mark: string, { findings, observedAt }: Judgement): void {
    const zone = ZONES.find((one) => markOf(sha256(['unseen', one])) === mark);
    expect(zone, `${mark} is of a domain`).toBeDefined();
    expect(has(findings, zone!), `${zone} is not shown`).toBe(true);
    const since = this.blindSince.get(zone!) ?? START;
    expect(observedAt - since, `${zone} lasted`).toBeGreaterThanOrEqual(OPTIONS.unknownAfter);
  }

  private onlyWhatLasted(key: string, judgement: Judgement): void {
    for (const source of SOURCES) {
      if (keyOf(this.policy, { kind: 'source', name: source }) !== key) continue;
      const since = this.blindSince.get(source) ?? START;
      expect(judgement.observedAt - since, `${source} lasted`).toBeGreaterThanOrEqual(OPTIONS.unknownAfter);
    }
  }

  /** Every run that nobody disturbed counts for since when a source is blind. */
  private observe({ findings, observedAt }: Judgement): void {
    const zones = Object.fromEntries(ZONES.map((zone) => [zone, has(findings, zone)]));
    const blind = { ...zones, certspotter: Object.values(zones).includes(true), DNS: has(findings, '') };
    for (const [source, now] of Object.entries(blind)) if (!now) this.blindSince.set(source, observedAt);
  }

  /** Of what our open issues are, as their state says where it reads. */
  private openAbout(): (string | undefined)[] {
    return [...this.github.issues.values()]
      .filter(({ author, state }) => author === BOT && state === 'open')
      .flatMap(({ body }) => aboutIn(body) ?? []);
  }

  private everythingTold({ told, open, judgement }: IssueReport & { readonly judgement: Judgement }): void {
    const about = this.openAbout();
    expect(about, 'one issue a thing, whatever its policy is called').toEqual([...new Set(about)]);
    let dismissed = false;
    for (const { zone, id, fails } of judgement.findings) {
      if (!fails) continue;
      const ours = this.ofKey(keyOf(this.policy, { kind: 'zone', name: zone }));
      const telling = ours.filter((one) => one.state === 'open' && one.body.includes(id));
      const refused = ours.some((one) => one.state === 'closed' && one.stateReason === 'not_planned');
      if (telling.length === 0) expect(refused, `${id} of ${zone} is told, or was refused`).toBe(true);
      else expect(open).toContain(telling[0]!.number);
      dismissed ||= telling.length === 0;
    }
    const sources = SOURCES.flatMap((name) => this.ofKey(keyOf(this.policy, { kind: 'source', name })));
    if (sources.every((one) => one.stateReason !== 'not_planned')) expect(told).toBe(!dismissed);
  }

  private ofKey(key: string): ReturnType<FakeGitHub['issueOf']>[] {
    return [...this.github.issues.values()].filter(
      ({ author, body }) => author === BOT && readHead(body)?.key === key,
    );
  }

  private openFor(key: string): number {
    return this.ofKey(key).filter(({ state }) => state === 'open').length;
  }

  private chance(probability: number): boolean {
    return this.random() < probability;
  }
}

/** What a run closes as completed was seen by it, and is well. */
function onlyWell(key: string, { domains, findings }: Judgement, policy: string): void {
  for (const { zone, outcome } of domains)
    if (keyOf(policy, { kind: 'zone', name: zone }) === key)
      expect(outcome, `${zone} was seen and is well`).toBe('ok');
  if (keyOf(policy, { kind: 'source', name: 'DNS' }) === key) expect(has(findings, '')).toBe(false);
  if (keyOf(policy, { kind: 'source', name: 'certspotter' }) === key)
    expect(ZONES.some((zone) => has(findings, zone))).toBe(false);
}

function aboutIn(body: string): string | undefined {
  return readHead(body)?.state?.about;
}

/** Whether something of a zone was unseen. */
function has(findings: readonly Finding[], zone: string): boolean {
  return findings.some((one) => one.zone === zone && one.kind === 'unknown');
}

function toggle(set: Set<string>, value: string): void {
  if (!set.delete(value)) set.add(value);
}
