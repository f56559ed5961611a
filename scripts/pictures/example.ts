import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Judgement } from '../../src/rules/index.js';
import { readEvidence } from '../../src/survey/read.js';
import { rejudge } from '../../src/survey/rejudge.js';

export const PICTURES = path.join(import.meta.dirname, '../../docs/pictures');
export const POLICY = 'caa-guard.yaml';

/** What was recorded of the lab: the policy, and what a check saw. Judged again it gives the same on every machine. */
export interface Example {
  readonly policy: string;
  /** When the check saw it; Unix milliseconds. */
  readonly seenAt: number;
  /** The judgement of a check on a schedule. */
  readonly judgement: Judgement;
  /** The judgement of a pull request that makes `head` of the policy. */
  readonly change: (head: string) => Promise<Judgement>;
}

export async function readExample(): Promise<Example> {
  const file = (name: string): Promise<string> => readFile(path.join(PICTURES, 'example', name), 'utf8');
  const [policy, evidence, issuers] = [
    await file(POLICY),
    await file('evidence.json'),
    await file('issuers.json'),
  ];
  const { anchors, finishedAt } = readEvidence(evidence);
  const judged = async (text: string, base?: string): Promise<Judgement> => {
    const result = await rejudge(
      {
        policies: [POLICY],
        evidence,
        trustAnchor: anchors.join('\n'),
        issuers,
        ...(base === undefined ? {} : { base: { policies: [POLICY], readFile: only(base), fork: false } }),
      },
      { readFile: only(text), clock: { now: () => 0, monotonic: () => 0 } },
    );
    if (!result.ok)
      throw new Error(`the policy of the example cannot be used: ${JSON.stringify(result.errors)}`);
    return result.judgement;
  };
  return {
    policy,
    seenAt: finishedAt,
    judgement: await judged(policy),
    change: (head) => judged(head, policy),
  };
}

/** A repository with one file. */
function only(text: string): (name: string) => Promise<string> {
  return (name) =>
    name === POLICY
      ? Promise.resolve(text)
      : Promise.reject(Object.assign(new Error(`there is no ${name}`), { code: 'ENOENT' }));
}

/** A pull request that asks for more for one domain, and takes the account away from another. */
export function headOf(policy: string): string {
  const bound = '    issue:\n      - ca: letsencrypt.org\n        account: https://acme-v02.api.letsencrypt.org/acme/acct/1001\n        methods: [dns-01]\n'; // prettier-ignore
  const [head = '', ...domains] = policy.split(/^(?= {2}\S)/m);
  const changed = domains.map((one) => {
    if (one.startsWith('  example.com:')) return one.replace(/^ {8}account: .*\n/m, '');
    if (one.startsWith('  jabber.example:')) return one.replace('    issue: [letsencrypt.org]\n', bound);
    return one;
  });
  return [head, ...changed].join('');
}
