import { describe, expect, it } from 'vitest';
import { domainPolicy, policyOf } from '../survey/testing/fakes.js';
import { MOST_SHARDS, parseShard, policyDigest, shardOf, shardOfPolicy, shardText } from './shard.js';

const names = Array.from({ length: 2_000 }, (_, i) => `domain-${i}.example`);

describe('a shard', () => {
  it('is read as it is written', () => {
    expect(parseShard('3/10')).toEqual({ index: 3, of: 10 });
    expect(shardText(parseShard(`${MOST_SHARDS}/${MOST_SHARDS}`))).toBe('10000/10000');
  });

  it.each(['', '3', '0/10', '11/10', '1/0', '1/10001', '-1/2', '1/2/3', ' 1/2', '1.5/2', 'a/b'])(
    'that is written as %j is refused, with an example',
    (text) => expect(() => parseShard(text)).toThrow(/expected a shard such as 3\/10/),
  );

  it('holds about as many domains as any other', () => {
    const sizes = Array.from(
      { length: 10 },
      (_, i) => names.filter((name) => shardOf(name, 10) === i + 1).length,
    );
    expect(sizes.reduce((sum, size) => sum + size)).toBe(names.length);
    expect(Math.min(...sizes)).toBeGreaterThan(140);
    expect(Math.max(...sizes)).toBeLessThan(260);
  });

  it('of a domain depends on its name alone, and stays the same in later versions', () => {
    expect(['example.com', 'example.org', 'bank.test', 'jabber.ru'].map((name) => shardOf(name, 10))).toEqual(
      [10, 8, 4, 10],
    );
  });

  it('of a policy holds its domains, and holds the lock to what falls into it', () => {
    const policy = policyOf(...names.slice(0, 50).map((name) => domainPolicy(name)));
    const lock = {
      file: 'caa-guard.lock',
      policy,
      digests: new Map(names.slice(0, 60).map((name) => [name, 'ab'])),
      ledgerFiles: new Map(),
    };
    const parts = [1, 2, 3].map((index) => shardOfPolicy({ ...policy, lock }, { index, of: 3 }));
    expect(parts.flatMap(({ domains }) => domains.map(({ name }) => name)).sort()).toEqual(
      names.slice(0, 50).sort(),
    );
    expect(parts.map((part) => part.lock?.digests.size).reduce((a = 0, b = 0) => a + b)).toBe(60);
  });
});

describe('the digest of a policy', () => {
  const [a, b] = [domainPolicy('a.example'), domainPolicy('b.example')];

  it('is the same in whatever order domains stand, and whatever is waived', () => {
    expect(policyDigest(policyOf(a, b))).toBe(
      policyDigest({ ...policyOf(b, a), failOn: { weakness: 'low' } } as never),
    );
  });

  it('is another when a domain goes, or when something else is demanded of one', () => {
    const digest = policyDigest(policyOf(a, b));
    expect(policyDigest(policyOf(a))).not.toBe(digest);
    expect(policyDigest(policyOf(a, { ...b, includeSubdomains: false }))).not.toBe(digest);
  });
});
