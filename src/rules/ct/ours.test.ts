import { describe, expect, it } from 'vitest';
import type { LedgerEntry, OwnCertificates } from '../../policy/model.js';
import type { AttestationEvidence, DomainEvidence } from '../../survey/evidence.js';
import { BOUND, certificate, issued, NOW, OUR_KEY, seenOf } from '../testing/builder.js';
import { check, only, ruleIds, said } from '../testing/check.js';

const at = BOUND.at;
const NONE = { keys: [], exhaustive: true };
const NAMES = ['example.com', 'www.example.com'];
const entry = (more: Partial<LedgerEntry>): LedgerEntry => ({ kind: 'key', names: [], at, ...more });
const ISSUER = 'https://token.actions.githubusercontent.com';
const IDENTITY = {
  issuer: ISSUER,
  repository: 'Example/Infrastructure',
  workflow: '.github/workflows/renew.yml',
  ref: 'refs/heads/main',
};
const WANTED = { ...IDENTITY, repository: 'example/infrastructure', at };
const shown = certificate(1, NAMES);
const attested = (more: Partial<AttestationEvidence> = {}): AttestationEvidence => ({
  tbsSha256: shown.facts.tbsSha256,
  bundles: [],
  identities: [IDENTITY],
  rejected: [],
  ...more,
});
const seenWith = (
  certificates: readonly ReturnType<typeof certificate>[],
  ...attestations: readonly AttestationEvidence[]
): DomainEvidence => ({
  ...seenOf([], [issued(certificates)]),
  ...(attestations.length === 0 ? {} : { attestations }),
});

/** Every way of saying that the certificate shown is ours, but for the policy naming it. */
const WAYS: readonly [string, Partial<OwnCertificates>, DomainEvidence][] = [
  ['its key is pinned', { keys: [OUR_KEY] }, seenWith([shown])],
  ['its key is in the ledger', { ledger: [entry({ spkiSha256: OUR_KEY })] }, seenWith([shown])],
  [
    'its key is in the ledger for its names',
    { ledger: [entry({ spkiSha256: OUR_KEY, names: NAMES })] },
    seenWith([shown]),
  ],
  [
    'its request was registered',
    { ledger: [entry({ kind: 'csr', spkiSha256: OUR_KEY, names: [...NAMES, 'x.example.com'] })] },
    seenWith([shown]),
  ],
  [
    'it is in the ledger',
    { ledger: [entry({ kind: 'certificate', tbsSha256: shown.facts.tbsSha256 })] },
    seenWith([shown]),
  ],
  ['a workflow of ours attests it', { attestations: [WANTED] }, seenWith([shown], attested())],
  [
    'a provider may have got it',
    { providers: [{ provider: 'cloudflare', ca: ['letsencrypt.org'], names: NAMES, at }] },
    seenWith([shown]),
  ],
];

describe('a certificate is ours', () => {
  it.each(WAYS)('because %s', (_why, own, seen) => {
    expect(ruleIds(check({ own: { ...NONE, ...own } }, seen))).toEqual([]);
  });

  it.each(WAYS)('although %s, it is drift where another CA issued it', (_why, own, seen) => {
    const issue = [{ ...BOUND, ca: 'digicert.com' }];
    const judgement = check({ own: { ...NONE, ...own }, issue }, seen);
    expect(only(judgement, 'ct/forbidden-issuer')).toMatchObject({
      kind: 'drift',
      severity: 'high',
      fails: true,
    });
  });

  it('for precertificate and certificate alike', () => {
    const pre = certificate(1, NAMES, { precertificate: true, sha256: '77'.repeat(32) });
    const own = { ...NONE, ledger: [entry({ kind: 'certificate', tbsSha256: shown.facts.tbsSha256 })] };
    expect(ruleIds(check({ own }, seenWith([pre, shown])))).toEqual([]);
  });

  it('and the line that says so tells the weaker rule out loud', () => {
    const own = {
      ...NONE,
      providers: [{ provider: 'cloudflare', ca: ['letsencrypt.org'], names: NAMES, at }],
    };
    const [domain] = check({ own }, seenWith([shown])).domains;
    expect(JSON.stringify(domain?.checked)).toContain('only by the weaker rule that ');
  });
});

describe('a certificate is not ours, and the finding says what is nearly so:', () => {
  const unknown = (own: Partial<OwnCertificates>, seen: DomainEvidence) =>
    only(check({ own: { ...NONE, ...own } }, seen), 'ct/unknown-certificate');

  it.each<[string, readonly string[], Partial<LedgerEntry>, string]>([
    ['a request that does not name all', NAMES, { kind: 'csr', names: ['example.com'] }, 'www.example.com'],
    [
      'a request, and a name of somebody else beside ours',
      ['example.com', 'example.net'],
      { kind: 'csr', names: ['example.com'] },
      'example.net',
    ],
    ['a request without the wildcard', ['*.example.com'], { kind: 'csr', names: NAMES }, '*.example.com'],
    ['a key for other names', NAMES, { names: ['example.com'] }, 'www.example.com'],
  ])('%s', (_what, names, more, beyond) => {
    const finding = unknown(
      { ledger: [entry({ spkiSha256: OUR_KEY, ...more })] },
      seenWith([certificate(1, names)]),
    );
    expect(finding.severity).toBe('critical');
    expect(said(finding)).toMatch(/Its key is (that of|the key of|in the ledger)/);
    expect(said(finding)).toContain(`${beyond}.`);
  });

  it('a request for the same names with another key, which is nothing', () => {
    const own = { ledger: [entry({ kind: 'csr', spkiSha256: '99'.repeat(32), names: NAMES })] };
    expect(said(unknown(own, seenWith([shown])))).not.toContain('Its key is');
  });

  it.each([
    ['repository', 'mallory/infrastructure'],
    ['workflow', '.github/workflows/other.yml'],
    ['ref', 'refs/heads/feature'],
    ['issuer', 'https://token.actions.example.ghe.com'],
  ])('a workflow with another %s', (field, value) => {
    const identities = [{ ...IDENTITY, [field]: value }];
    const finding = unknown({ attestations: [WANTED] }, seenWith([shown], attested({ identities })));
    expect(said(finding)).toContain('attests it');
    expect(said(finding)).toContain(value);
  });

  it('a workflow at any ref is enough where the policy names none', () => {
    const { ref: _ref, ...any } = WANTED;
    const identities = [{ ...IDENTITY, ref: 'refs/heads/feature' }];
    const own = { ...NONE, attestations: [any] };
    expect(ruleIds(check({ own }, seenWith([shown], attested({ identities }))))).toEqual([]);
  });

  it('an attestation that does not verify', () => {
    const broken = attested({ identities: [], rejected: ['its subject is another digest'] });
    expect(said(unknown({ attestations: [WANTED] }, seenWith([shown], broken)))).toContain(
      'does not count: its subject is another digest',
    );
  });

  it('an attestation that nobody asked for counts for nothing', () => {
    expect(said(unknown({}, seenWith([shown], attested())))).not.toContain('attests');
  });

  it('a provider for other names', () => {
    const providers = [{ provider: 'aws', ca: ['letsencrypt.org'], names: ['example.com'], at }];
    expect(said(unknown({ providers }, seenWith([shown])))).toContain(
      'aws may get certificates of letsencrypt.org, and not for www.example.com.',
    );
  });

  it('a provider whose CA only the source names', () => {
    const providers = [{ provider: 'aws', ca: ['letsencrypt.org'], names: NAMES, at }];
    const hinted = certificate(1, NAMES, {}, { domains: ['letsencrypt.org'], from: 'source' });
    expect(said(unknown({ providers }, seenWith([hinted])))).toContain('only the source says');
  });

  it('a provider with another CA, which is nothing', () => {
    const providers = [{ provider: 'aws', ca: ['amazon.com'], names: NAMES, at }];
    expect(said(unknown({ providers }, seenWith([shown])))).not.toContain('aws');
  });
});

describe('whether a certificate is ours', () => {
  const failure = { code: 'unreachable', detail: 'connection refused' };

  it('is unknown where its attestations could not be seen', () => {
    const blind = attested({ identities: [], failure });
    const judgement = check({ own: { ...NONE, attestations: [WANTED] } }, seenWith([shown], blind));
    expect(judgement.outcome).toBe('unknown');
    expect(said(only(judgement, 'ct/unknown-certificate'))).toContain('connection refused');
  });

  it('is unknown where nobody was asked for attestations, and says so', () => {
    const judgement = check({ own: { ...NONE, attestations: [WANTED] } }, seenWith([shown]));
    expect(judgement.outcome).toBe('unknown');
    expect(said(only(judgement, 'ct/unknown-certificate'))).toContain('nobody was asked for attestations');
  });
  it('is known all the same where something else says it, or one attestation was seen', () => {
    const own = { ...NONE, keys: [OUR_KEY], attestations: [WANTED] };
    expect(check({ own }, seenWith([shown], attested({ identities: [], failure }))).outcome).toBe('ok');
    const seen = seenWith([shown], attested({ failure }));
    expect(check({ own: { ...NONE, attestations: [WANTED] } }, seen).outcome).toBe('ok');
  });

  it('is drift where no workflow is declared, whatever could not be seen', () => {
    const seen = seenWith([shown], attested({ identities: [], failure }));
    expect(check({ own: NONE }, seen).outcome).toBe('drift');
  });

  it('under a seal is not for a provider to say', () => {
    const providers = [{ provider: 'aws', ca: ['letsencrypt.org'], names: NAMES, at }];
    const sealed = { own: { ...NONE, providers }, sealed: true };
    expect(ruleIds(check(sealed, seenWith([shown])))).toContain('ct/sealed-issuance');
    expect(ruleIds(check({ ...sealed, own: { keys: [OUR_KEY] } }, seenWith([shown])))).not.toContain(
      'ct/sealed-issuance',
    );
  });

  it('is asked of IP addresses in whatever spelling', () => {
    const facts = {
      names: [
        { from: 'san' as const, kind: 'dns' as const, value: 'example.com' },
        { from: 'san' as const, kind: 'ip' as const, value: '2001:db8:0:0:0:0:0:1' },
      ],
    };
    const own = {
      ...NONE,
      ledger: [entry({ kind: 'csr', spkiSha256: OUR_KEY, names: ['2001:db8::1', 'example.com'] })],
    };
    expect(
      ruleIds(check({ own }, seenWith([certificate(1, [], { ...facts, notAfter: NOW + 1 })]))),
    ).not.toContain('ct/unknown-certificate');
  });
});
