import { describe, expect, it } from 'vitest';
import { accountKind, caOf, CAS, MEANT } from './cas.js';
import { isMethodLabel, METHODS } from './methods.js';
import { readDomainName } from './names.js';
import { policyFrom, problemsOf } from './testing/load.js';

const LE = 'https://acme-v02.api.letsencrypt.org/acme/acct/1';

describe('the table of CAs', () => {
  it('holds issuer domain names as they stand in records, each once', () => {
    const all = CAS.flatMap(({ identifiers }) => identifiers);
    expect(all.map((one) => readDomainName(one))).toEqual(all.map((name) => ({ name })));
    expect(new Set(all).size).toBe(all.length);
  });

  it('finds a CA by any of its identifiers, in any letter case', () => {
    expect(caOf('LetsEncrypt.org')?.owner).toBe("Let's Encrypt");
    expect(caOf('comodoca.com')).toBe(caOf('sectigo.com'));
    expect(caOf('ca.example')).toBeUndefined();
  });

  it('leads from what people write to an identifier that is one', () => {
    for (const [written, meant] of MEANT) {
      expect(caOf(written), written).toBeUndefined();
      expect(caOf(meant), meant).toBeDefined();
    }
  });

  it('knows accounts by how their URIs begin, and a URI that begins one service begins no other', () => {
    const prefixes = CAS.flatMap(({ accounts }) => [
      ...(accounts?.production ?? []),
      ...(accounts?.staging ?? []),
    ]);
    for (const one of prefixes) {
      expect(one).toMatch(/^https:\/\/[^/]+\/.*\/$/);
      expect(prefixes.filter((other) => other !== one && other.startsWith(one))).toEqual([]);
    }
  });
});

describe('an account URI', () => {
  it.each([
    ['letsencrypt.org', LE, 'own'],
    ['letsencrypt.org', 'https://acme-staging-v02.api.letsencrypt.org/acme/acct/1', 'staging'],
    ['letsencrypt.org', 'https://dv.acme-v02.api.pki.goog/account/x', 'foreign'],
    ['letsencrypt.org', 'https://acme-v02.api.letsencrypt.org/directory', 'odd'],
    ['sectigo.com', 'https://acme.zerossl.com/v2/DV90/account/x', 'own'],
    ['sectigo.com', 'https://acme.enterprise.example/account/x', 'unknown'],
    ['digicert.com', 'https://one.digicert.com/mpki/api/v1/acme/x', 'unknown'],
    ['digicert.com', LE, 'foreign'],
    ['ca.example', LE, 'foreign'],
    // A name that only begins as one does is another host.
    ['pki.goog', 'https://dv.acme-v02.api.pki.goog.example/account/x', 'odd'],
  ] as const)('of %s that is %s is %s', (ca, account, kind) => {
    expect(accountKind(ca, account)).toBe(kind);
  });
});

describe('the table of validation methods', () => {
  it('marks those that whoever sits on the path to a host can pass', () => {
    const onPath = METHODS.filter((one) => one.onPath).map(({ label }) => label);
    expect(onPath).toEqual(expect.arrayContaining(['http-01', 'tls-alpn-01', 'ca-tbr-19', 'ca-tbr-20']));
    expect(onPath.filter((label) => label.startsWith('dns-'))).toEqual([]);
  });

  it('holds labels that may stand in a record (RFC 8657, section 4), each once', () => {
    const labels = METHODS.map(({ label }) => label);
    expect(labels.filter((label) => !isMethodLabel(label))).toEqual([]);
    expect(new Set(labels).size).toBe(labels.length);
  });
});

describe('a CA in a policy', () => {
  const policy = (issue: string): string => `version: 1\ndomains:\n  a.example:\n    issue: [${issue}]\n`;

  it('that is the name of a service is led to the identifier that is meant', async () => {
    const [problem] = await problemsOf(policy('zerossl.com'));
    expect(problem).toMatchObject({
      code: 'ca-unknown',
      at: { line: 4, column: 13 },
      example: 'sectigo.com',
    });
    expect(problem?.message).toContain('did you mean sectigo.com?');
  });

  it('that no table knows may be said to be meant', async () => {
    const { domains } = await policyFrom(policy('{ca: my-ca.example, unlisted: true}'));
    expect(domains[0]?.issue).toMatchObject([{ ca: 'my-ca.example' }]);
    const [problem] = await problemsOf(policy('my-ca.example'));
    expect(problem?.example).toBe('{ca: my-ca.example, unlisted: true}');
  });

  it('may use a method of its own, which begins with ca-', async () => {
    const { domains } = await policyFrom(policy('{ca: digicert.com, methods: [ca-tbr-7, dns-01]}'));
    expect(domains[0]?.issue).toMatchObject([{ methods: ['ca-tbr-7', 'dns-01'] }]);
  });
});
