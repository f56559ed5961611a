import { keepIssues } from '../../src/github/issues/index.js';
import { FakeGitHub } from '../../src/github/issues/testing/fake-repository.js';
import type { RuleUrl } from '../../src/report/index.js';
import type { Example } from './example.js';
import { issuePicture } from './issue.js';

const HOUR = 3_600_000;

/** The issue that a scheduled check opens for a domain. */
export async function keptIssuePicture(
  example: Example,
  zone: string,
  ruleUrl: RuleUrl,
  most: number,
): Promise<string> {
  const now = (): number => example.seenAt;
  const github = new FakeGitHub(now);
  await keepIssues(
    example.judgement,
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
      runUrl: 'https://github.com/example/domains/actions/runs/1',
      ruleUrl,
      policyId: 'example',
      runId: 'picture',
    },
  );
  const issue = [...github.issues.values()].find(({ title }) => title.includes(zone));
  if (issue === undefined) throw new Error(`no issue was opened for ${zone}`);
  const { number, title, labels, body } = issue;
  return issuePicture(
    { number, title, labels, state: 'open', author: 'github-actions bot', posts: [body] },
    'The issue of a domain that is adrift',
    most,
  );
}
