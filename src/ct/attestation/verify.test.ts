import { beforeAll, describe, expect, it } from 'vitest';
import { CaaGuardError } from '../../base/error.js';
import type { Attestation } from './model.js';
import { PUBLIC_GOOD } from './public-good.js';
import {
  ISSUER,
  NOW,
  SIGNED,
  sigstoreInstance,
  statementFor,
  type Making,
  type MutableBundle,
} from './testing/sigstore.js';
import { readTrust, type Trust } from './trust.js';
import { verifyBundle } from './verify.js';

const TBS = 'ab'.repeat(32);
type Instance = Awaited<ReturnType<typeof sigstoreInstance>>;
let logged: Instance;
let stamped: Instance;
let trust: readonly Trust[];
beforeAll(async () => {
  [logged, stamped] = await Promise.all([sigstoreInstance('logged'), sigstoreInstance('stamped')]);
  trust = readTrust('the test’s instances', `${logged.root}\n${stamped.root}\n`);
});

const verify = (bundle: unknown, now = NOW, digest = TBS): Attestation =>
  verifyBundle(typeof bundle === 'string' ? bundle : JSON.stringify(bundle), digest, trust, now);
const made = async (making: Partial<Making> = {}): Promise<Attestation> =>
  verify(await logged.make({ digest: TBS, ...making }));
const broken = async (
  damage: (bundle: MutableBundle) => void,
  instance: () => Instance = () => logged,
): Promise<Attestation> => {
  const bundle = await instance().make({ digest: TBS });
  damage(bundle);
  return verify(bundle);
};

describe('an attestation that verifies', () => {
  const identity = {
    issuer: ISSUER,
    repository: 'example/infrastructure',
    workflow: '.github/workflows/renew.yml',
    ref: 'refs/heads/main',
  };

  it('says which workflow signed it, and when', async () => {
    expect(await made()).toEqual({ state: 'verified', identity, signedAt: SIGNED.getTime() });
  });

  it('may have a timestamp in place of a log, where the instance has no log', async () => {
    expect(verify(await stamped.make({ digest: TBS }))).toEqual({
      state: 'verified',
      identity,
      signedAt: SIGNED.getTime(),
    });
  });

  it('may be about other subjects besides, and have an older statement', async () => {
    const { subject, ...rest } = statementFor('cd'.repeat(32)) as { subject: unknown[] };
    const more = {
      ...rest,
      _type: 'https://in-toto.io/Statement/v0.1',
      subject: [...subject, { name: 'x', digest: { sha256: TBS.toUpperCase() } }],
    };
    expect(await made({ statement: more })).toMatchObject({ state: 'verified' });
  });

  it('names the repository for which it ran in lower case, and the workflow as it stands', async () => {
    const upper = await made({
      subject: 'https://github.com/Example/Infrastructure/.github/workflows/Renew.yml@refs/tags/v1',
      source: 'https://github.com/Example/Infrastructure',
    });
    expect(upper).toMatchObject({
      identity: {
        repository: 'example/infrastructure',
        workflow: '.github/workflows/Renew.yml',
        ref: 'refs/tags/v1',
      },
    });
  });

  it('by a workflow of another repository is never one of the repository’s own', async () => {
    const called = await made({ source: 'https://github.com/mallory/web' });
    expect(called).toMatchObject({
      identity: { repository: 'mallory/web', workflow: 'example/infrastructure/.github/workflows/renew.yml' },
    });
  });

  it('by a workflow of GitHub Enterprise names who vouches for it', async () => {
    const issuer = 'https://token.actions.example.ghe.com';
    const ghe = await made({
      issuer,
      subject: 'https://example.ghe.com/a/b/.github/workflows/c.yml@refs/heads/main',
      source: 'https://example.ghe.com/a/b',
    });
    expect(ghe).toMatchObject({ identity: { issuer, repository: 'a/b' } });
  });
});

describe('an attestation is refused', () => {
  const reasonOf = (one: Attestation): string =>
    one.state === 'failed' ? one.reason : `verified ${JSON.stringify(one)}`;

  it.each<[string, Partial<Making>, string]>([
    ['of another digest', { digest: 'cd'.repeat(32) }, 'its subject is not the TBS digest'],
    ['without subjects', { statement: { ...statementFor(TBS), subject: [] } }, 'its subject is not'],
    [
      'that is no in-toto statement',
      { statement: { ...statementFor(TBS), _type: 'x' } },
      'no in-toto statement',
    ],
    ['of another type', { payloadType: 'text/plain' }, 'no in-toto statement'],
    ['that somebody else signed', { forged: true }, 'signature verification failed'],
    ['by a person', { subject: 'https://example.com/person' }, 'no workflow of a repository'],
    [
      'by a workflow without its ref',
      { subject: 'https://github.com/example/infrastructure/.github/workflows/renew.yml' },
      'no workflow of a repository',
    ],
    ['for no repository', { source: 'https://github.com' }, 'no workflow of a repository'],
    [
      'for a repository of another host',
      { source: 'https://github.example/example/infrastructure' },
      'does not vouch for workflows',
    ],
    [
      'by another issuer that speaks of GitHub’s workflows',
      { issuer: 'https://issuer.example' },
      'does not vouch for workflows',
    ],
  ])('%s', async (_what, making, reason) => {
    expect(reasonOf(await made(making))).toContain(reason);
  });

  it.each<[string, (bundle: MutableBundle) => void, string]>([
    [
      'whose payload was changed',
      (bundle) => {
        bundle.dsseEnvelope.payload = Buffer.from(
          JSON.stringify({ ...statementFor(TBS), predicate: { x: 1 } }),
        ).toString('base64');
      },
      'does not vouch',
    ],
    [
      'whose log entry is missing',
      (bundle) => {
        bundle.verificationMaterial.tlogEntries = [];
      },
      'does not vouch',
    ],
    [
      'whose log entry is another one’s',
      (bundle) => {
        const [entry] = bundle.verificationMaterial.tlogEntries;
        entry!['canonicalizedBody'] = Buffer.from(
          '{"apiVersion":"0.0.1","kind":"dsse","spec":{"signatures":[]}}',
        ).toString('base64');
      },
      'does not vouch',
    ],
    [
      'whose log entry was moved in time',
      (bundle) => {
        bundle.verificationMaterial.tlogEntries[0]!['integratedTime'] = String(SIGNED.getTime() / 1000 + 1);
      },
      'does not vouch',
    ],
    [
      'whose time nothing signs',
      (bundle) => {
        delete bundle.verificationMaterial.tlogEntries[0]!['inclusionPromise'];
      },
      'a time that nothing signs',
    ],
    [
      'whose certificate was changed',
      (bundle) => {
        const der = Buffer.from(bundle.verificationMaterial.certificate!.rawBytes, 'base64');
        const at = der.indexOf('renew.yml');
        der.write('other.yml', at);
        bundle.verificationMaterial.certificate!.rawBytes = der.toString('base64');
      },
      'does not vouch',
    ],
    [
      'without a certificate',
      (bundle) => {
        delete bundle.verificationMaterial.certificate;
        bundle.verificationMaterial.publicKey = { hint: 'x' };
      },
      'by nobody named',
    ],
    [
      'without a signature',
      (bundle) => {
        bundle.dsseEnvelope.signatures = [];
      },
      'no Sigstore bundle',
    ],
  ])('%s', async (_what, damage, reason) => {
    expect(reasonOf(await broken(damage))).toContain(reason);
  });

  it('without its timestamp, where that stands for the log', async () => {
    const one = await broken(
      (bundle) => delete bundle.verificationMaterial.timestampVerificationData,
      () => stamped,
    );
    expect(reasonOf(one)).toContain('expected 1 timestamps, got 0');
  });

  it('of an instance that is not trusted, the public one among them', async () => {
    const other = await sigstoreInstance('logged');
    expect(reasonOf(verify(await other.make({ digest: TBS })))).toContain('does not vouch');
    const publicGood = readTrust(PUBLIC_GOOD.name, PUBLIC_GOOD.json);
    const bundle = JSON.stringify(await logged.make({ digest: TBS }));
    expect(verifyBundle(bundle, TBS, publicGood, NOW)).toMatchObject({ state: 'failed' });
    expect(reasonOf(verifyBundle(bundle, TBS, [], NOW))).toContain('no Sigstore instance is trusted');
  });

  it('that was signed when its certificate had ended', async () => {
    const late = await broken((bundle) => {
      bundle.verificationMaterial.tlogEntries[0]!['integratedTime'] = String(SIGNED.getTime() / 1000 + 3600);
    });
    expect(late.state).toBe('failed');
  });

  it('from the future', async () => {
    const bundle = await logged.make({ digest: TBS });
    expect(reasonOf(verify(bundle, SIGNED.getTime() - 600_000))).toContain('in the future');
    expect(verify(bundle, SIGNED.getTime() - 60_000).state).toBe('verified');
  });

  it.each([
    '',
    'null',
    '[]',
    '{}',
    '1',
    '{"mediaType":"x"}',
    '"'.repeat(3),
    '{"a":'.repeat(5000),
    `"${'x'.repeat(300_000)}"`,
  ])('that is none: %.20s', (text) => {
    expect(verify(text).state).toBe('failed');
  });

  it('whichever part that is signed is replaced; what is signed by nobody changes nothing', async () => {
    const bundle = await logged.make({ digest: TBS });
    const whole = verify(bundle);
    const paths: (readonly string[])[] = [];
    const walk = (value: unknown, at: readonly string[]): void => {
      if (at.length > 0) paths.push(at);
      if (typeof value === 'object' && value !== null)
        for (const [key, inner] of Object.entries(value)) walk(inner, [...at, key]);
    };
    walk(bundle, []);
    const signed =
      /payload|sig$|certificate|canonicalizedBody|signedEntryTimestamp|integratedTime|logId|envelope$/;
    for (const path of paths)
      for (const junk of [null, 1, '', 'AAAA', [], {}]) {
        const copy = structuredClone(bundle) as unknown as Record<string, unknown>;
        let holder = copy;
        for (const key of path.slice(0, -1)) holder = holder[key] as Record<string, unknown>;
        holder[path.at(-1)!] = junk;
        const result = verify(copy);
        const place = path.join('.');
        if (signed.test(place)) expect([place, junk, result.state]).toEqual([place, junk, 'failed']);
        else if (result.state === 'verified') expect([place, result]).toEqual([place, whole]);
      }
  });
});

describe('a trusted root', () => {
  it('that ships with the project is read, and says where it is from', () => {
    expect(readTrust(PUBLIC_GOOD.name, PUBLIC_GOOD.json)).toMatchObject([{ logged: true }]);
    expect(PUBLIC_GOOD).toMatchObject({
      source: expect.stringContaining('@sigstore/tuf'),
      date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    });
  });

  it('may stand with others in one file, one a line', () => {
    expect(readTrust('x', `${logged.root}\n\n${stamped.root}`).map((one) => one.logged)).toEqual([
      true,
      false,
    ]);
    expect(readTrust('x', JSON.stringify(JSON.parse(logged.root), null, 2))).toHaveLength(1);
  });

  it.each(['', '{}', 'hello', '{"certificateAuthorities":[{}]}'])('that is none is told: %s', (json) => {
    if (json === '') expect(readTrust('x', json)).toEqual([]);
    else expect(() => readTrust('x', json)).toThrow(CaaGuardError);
  });
});
