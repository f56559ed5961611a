import { describe, expect, it } from 'vitest';
import { DnsName } from '../base/name.js';
import type { DomainEvidence, LookupEvidence } from '../survey/evidence.js';
import { NOWHERE } from './draft.js';
import { deployedChallenges, deployedGrants } from './draft-validation.js';

type Answer = NonNullable<LookupEvidence['answer']>;

function lookup(name: string, type: string, answer: Partial<Answer>): LookupEvidence {
  const whole = { owner: name, zone: 'example.com', aliases: [], kind: 'nodata', ttl: 300 } as const;
  return { name, type, state: 'secure', answer: { ...whole, rdatas: [], signatures: [], ...answer } };
}

const seen = (...lookups: readonly LookupEvidence[]): DomainEvidence => ({
  zone: 'example.com',
  lookups: Object.fromEntries(lookups.map((one) => [`${one.name}/${one.type}`, one])),
  issuance: [],
});

const CHALLENGE = '_acme-challenge.example.com';
const PERSIST = '_validation-persist.example.com';
const alias = (name: string, to: string): LookupEvidence =>
  lookup(name, 'TXT', { owner: to, aliases: [{ from: name, to, via: 'CNAME' }] });

describe('a draft of who may answer validations', () => {
  it('names the targets of aliases that lead out of the domain', () => {
    expect(
      deployedChallenges(seen(alias(CHALLENGE, 'a.example.net'), alias(PERSIST, 'a.example.net'))),
    ).toEqual(['a.example.net']);
    expect(deployedChallenges(seen(alias(CHALLENGE, 'acme.example.com')))).toEqual([]);
  });

  it('names the servers of a delegation', () => {
    const server = Buffer.from(DnsName.parse('ns1.example.net').toWire()).toString('base64');
    const delegated = lookup(CHALLENGE, 'TXT', { zone: CHALLENGE });
    const servers = lookup(CHALLENGE, 'NS', { zone: CHALLENGE, kind: 'records', rdatas: [server] });
    expect(deployedChallenges(seen(delegated, servers))).toEqual(['ns1.example.net']);
    expect(deployedChallenges(seen(lookup(CHALLENGE, 'TXT', {})))).toEqual([]);
  });

  it('holds the standing grants that can be read', () => {
    const rdatas = ['ca.example; accounturi=https://a/1; persistUntil=1800000000', 'v=spf1 -all'].map(
      (text) => Buffer.from([text.length, ...Buffer.from(text)]).toString('base64'),
    );
    expect(deployedGrants(seen(lookup(PERSIST, 'TXT', { kind: 'records', rdatas })), NOWHERE)).toEqual([
      { ca: 'ca.example', account: 'https://a/1', wildcard: false, until: 1_800_000_000, at: NOWHERE },
    ]);
  });
});
