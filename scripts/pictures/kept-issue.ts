import { keepIssues } from '../../src/github/issues/index.js';
import { FakeGitHub } from '../../src/github/issues/testing/fake-repository.js';
import type { RuleUrl } from '../../src/report/index.js';
import type { Judgement } from '../../src/rules/index.js';
import type { Example } from './example.js';
import { issuePicture, type ShownIssue } from './issue.js';

const HOUR = 3_600_000;

/** The issue that a scheduled check opens for a domain. */
export async function keptIssuePicture(
  example: Example,
  zone: string,
  ruleUrl: RuleUrl,
  most: number,
): Promise<string> {
  const shown = await issueAfter([example.judgement], zone, ruleUrl);
  return issuePicture(shown, 'The issue of a domain that is adrift', most);
}

/** The same once somebody has mended it, some hours later. */
export async function closedIssuePicture(example: Example, zone: string, ruleUrl: RuleUrl): Promise<string> {
  const { judgement } = example;
  const mended: Judgement = {
    ...judgement,
    observedAt: judgement.observedAt + 3 * HOUR,
    findings: judgement.findings.filter((one) => one.zone !== zone),
    domains: judgement.domains.map((one) => (one.zone === zone ? { ...one, outcome: 'ok' } : one)),
  };
  const shown = await issueAfter([judgement, mended], zone, ruleUrl);
  return issuePicture(shown, 'The issue of a domain that is as it should be again');
}

/** The issue of a domain after runs of a schedule, each of which found what it is given. */
async function issueAfter(found: readonly Judgement[], zone: string, ruleUrl: RuleUrl): Promise<ShownIssue> {
  let at = 0;
  const now = (): number => at;
  const github = new FakeGitHub(now);
  for (const [run, judgement] of found.entries()) {
    at = judgement.observedAt;
    await keepIssues(
      judgement,
      {
        labels: ['caa-guard'],
        assignees: [],
        maxNew: 10,
        unknownAfter: 6 * HOUR,
        reopenWithin: 30 * 24 * HOUR,
      },
      {
        repository: github.as('github-actions[bot]'),
        clock: { now, monotonic: () => 0 },
        sleep: async () => undefined,
        log: () => undefined,
        runUrl: `https://github.com/example/domains/actions/runs/${run + 1}`,
        ruleUrl,
        policyId: 'example',
        runId: `picture${run}`,
      },
    );
  }
  const issue = [...github.issues.values()].find(({ title }) => title.includes(zone));
  if (issue === undefined) throw new Error(`no issue was opened for ${zone}`);
  const { number, title, labels, body, state } = issue;
  const comments = github.comments.filter((one) => one.issue === number).map((one) => one.body);
  return { number, title, labels, state, author: 'github-actions bot', posts: [body, ...comments] };
}
