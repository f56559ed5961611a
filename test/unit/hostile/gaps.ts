import { shardOf } from '../../../src/policy/shard.js';
import { judge, type Judgement } from '../../../src/rules/index.js';
import {
  certificate,
  DAY,
  domainPolicy,
  evidenceOf,
  issued,
  NOW,
  policyOf,
  seenOf,
} from '../../../src/rules/testing/builder.js';
import { serversOf } from '../../../src/rules/testing/servers.js';
import type { Evidence, ServersEvidence } from '../../../src/survey/evidence.js';
import { named, type Values } from './world.js';

/** Falls into another part of three than `example.com`. */
const ELSEWHERE = 'example.org';

/**
 * What stands in the way of what `hostileWorld` holds: a list of logs that is fresh, a zone that answers but for one
 * server, a part of the policy of which nothing came.
 */
export function hostileGaps(value: Values): Judgement {
  const policy = policyOf({}, { domains: [domainPolicy(), domainPolicy({ name: ELSEWHERE })] });
  return judge(policy, evidence(value), NOW);
}

function evidence(value: Values): Evidence {
  const theirs = { spkiSha256: '66'.repeat(32), issuer: value('issuer-name'), serial: value('serial') };
  const certificates = [21, 22, 23].map((seed) => certificate(seed, ['www.example.com'], theirs));
  const seen = seenOf([], [issued(certificates)]);
  return {
    ...evidenceOf({
      ...seen,
      servers: [servers(value)],
      proofs: certificates.map(({ facts }, i) => proof(value, facts.sha256, i)),
    }),
    logList: { from: 'packaged', timestamp: NOW - DAY, logs: 9 },
    merged: {
      of: 3,
      policy: '00'.repeat(32),
      missing: [{ index: shardOf(ELSEWHERE, 3), why: value('shard-why') }],
    },
  };
}

/** A certificate that logs did not publish, one that too few logs promised to, one that none did. */
function proof(value: Values, sha256: string, which: number) {
  const sct = {
    logId: `e${which}`.repeat(32),
    log: value('sct-log'),
    timestamp: NOW - 5 * DAY,
    signature: 'valid' as const,
  };
  const failure = { code: 'not-found' as const, detail: value('sct-detail'), url: value('log-url') };
  const reasons = [value('ct-policy-reason')];
  return {
    sha256,
    scts: which === 2 ? [] : [{ ...sct, inclusion: { state: 'unseen' as const, failure } }],
    problems: [value('sct-problem')],
    policies: which === 1 ? [{ policy: 'Chrome', outcome: 'missed' as const, needed: 2, counted: 1, reasons }] : [],
  }; // prettier-ignore
}

function servers(value: Values): ServersEvidence {
  const name = named(value('server-name'), 'example.net');
  const all = serversOf([
    { name: 'ns1.example.net', address: '192.0.2.1' },
    { name, address: '192.0.2.2', says: { SOA: { failure: 'timeout' } } },
    { name, address: '192.0.2.3', says: { SOA: { failure: 'malformed' } } },
  ]);
  const detail = value('server-failure');
  return {
    ...all,
    answers: all.answers.map((one) =>
      one.failure === undefined ? one : { ...one, failure: { ...one.failure, detail } },
    ),
  };
}
