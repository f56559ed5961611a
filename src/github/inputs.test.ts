import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { POLICY_PLACES as CLI_PLACES } from '../cli/options.js';
import { INPUT_NAMES, readInputs } from './inputs.js';
import { POLICY_PLACES } from './usual-policy.js';

/** Inputs as the runner passes them. */
function env(inputs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
  );
}

describe('the inputs', () => {
  it('have defaults that fail for drift and for what could not be seen', () => {
    expect(readInputs({})).toEqual({
      mode: 'check',
      policies: [],
      failOn: { drift: true, unknown: true },
      resolvers: [],
      vantages: [],
      allowPrivateAddresses: false,
      ct: {},
      ctFiles: {},
      comment: false,
      timeLimit: 300_000,
    });
  });

  it('that there are not are refused, since a typing error would let pass what was to be held', () => {
    expect(() => readInputs(env({ lokced: 'true', polcy: 'x.yaml', nonsense: 'y' }))).toThrow(
      [
        'input lokced: expected one of the inputs of this version; there is none of that name; did you mean locked?',
        'input polcy: expected one of the inputs of this version; there is none of that name; did you mean policy?',
        'input nonsense: expected one of the inputs of this version; there is none of that name. See docs/action.md, or leave it out',
      ].join('\n'),
    );
    expect(() => readInputs(env({ nonsense: '' }))).not.toThrow();
  });

  it('keep no issues unless they are asked to, and then a few at a time, and not at once', () => {
    expect(readInputs(env({ 'max-new-issues': '3' })).issues).toBeUndefined();
    expect(readInputs(env({ issues: 'true' }))).toMatchObject({
      failOn: { drift: true, unknown: true, untold: true },
      issues: {
        labels: ['caa-guard'],
        assignees: [],
        maxNew: 10,
        unknownAfter: 6 * 3_600_000,
        reopenWithin: 30 * 86_400_000,
      },
    });
    const asked = readInputs(
      env({
        issues: 'true',
        'fail-on': 'drift',
        'issue-labels': 'certificates, security\nsecurity',
        'issue-assignees': '@octocat hubot',
        'issue-author': 'my-app[bot]',
        'max-new-issues': '0',
        'unknown-after': '90m',
        'reopen-within': '0d',
      }),
    );
    expect(asked.failOn).toEqual({ drift: true, unknown: false });
    expect(asked.issues).toEqual({
      labels: ['certificates', 'security'],
      assignees: ['octocat', 'hubot'],
      author: 'my-app[bot]',
      maxNew: 0,
      unknownAfter: 90 * 60_000,
      reopenWithin: 0,
    });
  });

  it.each([
    ['issues', 'yes', 'true or false'],
    ['issue-labels', 'x'.repeat(51), 'at most 50 characters'],
    ['issue-assignees', 'two/parts', 'account names'],
    ['max-new-issues', '501', 'from 0 to 500'],
    ['unknown-after', '6 hours', 'such as 6h'],
    ['reopen-within', '367d', 'at most 366d'],
    ['comment', '1', 'true or false'],
  ])('%s: %s is refused, with what was expected', (name, value, words) => {
    expect(() => readInputs(env({ [name]: value }))).toThrow(words);
  });

  it('keep no issues from a shard, which sees a part of the domains', () => {
    expect(() => readInputs(env({ issues: 'true', shard: '1/2' }))).toThrow('mode merge');
  });

  it('are read', () => {
    const inputs = readInputs(
      env({
        policy: 'a.yaml\n  b.yaml \n\n',
        'fail-on': 'drift, high',
        resolvers: '192.0.2.53, tls://dns.example',
        vantages: 'public 192.0.2.53 192.0.2.53:53',
        'ct-sources': 'certspotter\n  files=certs',
        'ct-url': 'https://ct.example/v1',
        'ct-canary': '{weekday}.Daily.test.',
        'ct-proof': 'inclusion',
        'ct-state': 'cache/logs.json',
        'log-list': 'latest',
        issuers: 'issuers.json',
        attestations: 'attested',
        'trusted-root': 'root.json',
        'github-token': 'github-secret',
        'ct-token': 'secret-token',
        'time-limit': '90s',
        'allow-private-addresses': 'true',
      }),
    );
    expect(inputs).toMatchObject({
      policies: ['a.yaml', 'b.yaml'],
      failOn: { drift: true, unknown: false, weakness: 'high' },
      resolvers: [{ transport: 'udp' }, { transport: 'tls' }],
      vantages: [
        { transport: 'https' },
        { transport: 'https' },
        { transport: 'https' },
        { transport: 'udp' },
      ],
      ct: {
        sources: [{ kind: 'certspotter' }, { kind: 'files', path: 'certs' }],
        url: 'https://ct.example/v1',
        token: 'secret-token',
        canary: '{weekday}.daily.test',
        proof: 'inclusion',
      },
      ctFiles: {
        logList: 'latest',
        issuers: 'issuers.json',
        state: 'cache/logs.json',
        attestations: 'attested',
        trustedRoot: 'root.json',
      },
      githubToken: 'github-secret',
      timeLimit: 90_000,
      allowPrivateAddresses: true,
    });
  });

  it.each([
    ['never', { drift: false, unknown: false }],
    ['drift', { drift: true, unknown: false }],
    ['unknown', { drift: false, unknown: true }],
    ['drift, unknown, low', { drift: true, unknown: true, weakness: 'low' }],
  ])('fail on %s', (text, failOn) => expect(readInputs(env({ 'fail-on': text })).failOn).toEqual(failOn));

  it.each([
    ['mode', 'drift', 'expected check, plan, judge or merge'],
    ['mode', 'judge', 'expected the evidence file to judge'],
    ['mode', 'merge', 'expected files that shards left'],
    ['shard', '0/10', 'expected a shard such as 3/10'],
    ['fail-on', 'sometimes', 'or never alone'],
    ['fail-on', 'never, drift', 'or never alone'],
    ['fail-on', 'high, low', 'at most one'],
    ['resolvers', 'dns.example', 'expected a resolver such as'],
    ['ct-sources', 'censys', 'expected a source such as certspotter'],
    ['ct-canary', 'a..b', 'label'],
    ['ct-proof', 'all', 'expected off, scts or inclusion'],
    ['github-token', 'two words', 'it is not shown here'],
    ['ct-url', 'http://ct.example', 'expected an https:// URL'],
    ['ct-url', 'https://me:pw@ct.example', 'without user name and password'],
    ['ct-url', 'file:///etc/passwd', 'expected an https:// URL'],
    ['time-limit', '5', 'expected a span of time'],
    ['time-limit', '0s', 'expected a span of time'],
    ['time-limit', '7h', 'at most 6h'],
    ['dns-port', '0', 'expected a port'],
    ['allow-private-addresses', 'yes', 'expected true or false'],
  ])('refuse %s: %s', (name, value, message) => {
    expect(() => readInputs(env({ [name]: value }))).toThrow(message);
  });

  it('are told all at once, and a token is never shown', () => {
    const wrong = env({ mode: 'x', 'time-limit': 'y', 'ct-token': 'top secret' });
    const message = (() => {
      try {
        readInputs(wrong);
        return '';
      } catch (error) {
        return (error as Error).message;
      }
    })();
    expect(message.split('\n')).toHaveLength(3);
    expect(message).not.toContain('top secret');
  });

  it('name a lock, or take the usual one', () => {
    expect(readInputs(env({ locked: 'true' })).locked).toBe('caa-guard.lock');
    expect(readInputs(env({ locked: 'dns/policy.lock' })).locked).toBe('dns/policy.lock');
    expect(readInputs(env({ locked: 'false' })).locked).toBeUndefined();
  });

  it('name a shard, and files that shards left', () => {
    expect(readInputs(env({ shard: '3/10' })).shard).toEqual({ index: 3, of: 10 });
    const merge = readInputs(env({ mode: 'merge', evidence: ' a.json\n\n shard-*/b.json' }));
    expect(merge.shards).toEqual(['a.json', 'shard-*/b.json']);
    expect(merge.evidence).toBeUndefined();
    expect(() => readInputs(env({ mode: 'merge', evidence: 'a', shard: '1/2' }))).toThrow(
      'it is for mode check',
    );
    expect(() => readInputs(env({ shard: '1/2', 'plan-file': 'p' }))).toThrow('expected none for shards');
  });

  it('name a plan, and zones that it does not name', () => {
    expect(
      readInputs(env({ 'plan-file': 'tfplan.json', 'plan-zones': 'Z1=Example.com.\n  a=b=x.test' })).plan,
    ).toEqual({
      file: 'tfplan.json',
      zones: { Z1: 'example.com', 'a=b': 'x.test' },
    });
    expect(() => readInputs(env({ mode: 'plan' }))).toThrow('expected the plan to judge');
    expect(() => readInputs(env({ mode: 'judge', evidence: 'e', 'plan-file': 'p' }))).toThrow(
      'expected none',
    );
    expect(() => readInputs(env({ 'plan-zones': 'example.com' }))).toThrow('lines of ID=NAME');
  });

  it('refuse to ask a resolver and go down from the root at once', () => {
    expect(() => readInputs(env({ resolvers: '192.0.2.53', 'dns-port': '5353' }))).toThrow('leave one out');
  });
});

describe('action.yml', () => {
  const action = parse(readFileSync(new URL('../../action.yml', import.meta.url), 'utf8')) as {
    readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: unknown }>>;
    readonly runs: unknown;
  };

  it('lists the inputs that are read, in order', () => {
    expect(Object.keys(action.inputs)).toEqual([...INPUT_NAMES]);
  });

  it('sets no default but the token, so that a policy is not overridden by an input that nobody gave', () => {
    for (const [name, input] of Object.entries(action.inputs)) {
      expect(input.default, name).toBe(name === 'github-token' ? '${{ github.token }}' : undefined);
      expect(input.description, name).toMatch(/\S/);
    }
  });

  it('runs the bundle on Node 24', () => {
    expect(action.runs).toEqual({ using: 'node24', main: 'dist/index.js' });
  });
});

it('the usual places of a policy are those of the command line', () => {
  expect(POLICY_PLACES).toEqual(CLI_PLACES);
});
