import { describe, expect, it } from 'vitest';
import { policyFrom } from '../policy/testing/load.js';
import { bindingPart, movedFrom, type Elsewhere, type Moved } from './moved.js';

const policy = (...names: readonly string[]): string =>
  `version: 1\ndomains:\n${names.map((name) => `  ${name}: {issue: none}\n`).join('')}`;
const NOWHERE: Omit<Elsewhere, 'readOther'> = { dropped: [], gone: [], staying: [], others: [] };

/** Files of the base and of the change; the new policy declares `names`. */
async function from(
  names: readonly string[],
  elsewhere: Partial<Elsewhere>,
  stored: Readonly<Record<string, string>>,
): Promise<{ readonly files: readonly string[]; readonly without: readonly string[] }> {
  const read = async (file: string): Promise<string> => stored[file] ?? Promise.reject(new Error(file));
  const head = await policyFrom(policy(...names));
  const { files, without } = await movedFrom({ ...NOWHERE, ...elsewhere, readOther: read }, head, read);
  return { files, without: [...without].sort() };
}

describe('a policy that is new in its place', () => {
  it('is a first one where there is none elsewhere', async () => {
    expect(await from(['a.example'], {}, {})).toEqual({ files: [], without: [] });
  });

  it('is bound by one that is gone with the change, whatever that declared', async () => {
    const stored = { 'old.yaml': policy('a.example', 'b.example') };
    for (const name of ['a.example', 'c.example'])
      expect(await from([name], { gone: ['old.yaml'] }, stored)).toEqual({
        files: ['old.yaml'],
        without: [],
      });
  });

  it('is bound by one that no job judges any more', async () => {
    const stored = { 'old.yaml': policy('a.example') };
    expect((await from(['c.example'], { dropped: ['old.yaml'] }, stored)).files).toEqual(['old.yaml']);
  });

  it('is not bound by files that are gone and are no policies', async () => {
    const stored = {
      'deploy.yaml': 'version: "3"\nservices: {}\n',
      'app.yaml': 'version: 1\nfeatures: {}\n',
      'package.json': '{"version": "1.0.0", "domains": []}',
    };
    expect((await from(['a.example'], { gone: Object.keys(stored) }, stored)).files).toEqual([]);
  });

  it('is bound by a policy of the base that does not load', async () => {
    const stored = { 'old.json': '{"domains": {"a.example": {"issue": 7}}, "version": 1}', 'x.yaml': '[' };
    expect((await from(['c.example'], { gone: ['old.json'] }, stored)).files).toEqual(['old.json']);
    expect((await from(['c.example'], { dropped: ['x.yaml'] }, stored)).files).toEqual(['x.yaml']);
  });

  it('answers for no domain that another job guards after the change, where one policy became two', async () => {
    const stored = {
      'old.yaml': policy('a.example', 'b.example', 'lost.example'),
      'b.yaml': policy('b.example'),
    };
    const elsewhere = { gone: ['old.yaml'], others: [['b.yaml']] };
    expect(await from(['a.example'], elsewhere, stored)).toEqual({
      files: ['old.yaml'],
      without: ['b.example'],
    });
    // What went to the other job as a whole is for that to say.
    const moved = { 'old.yaml': policy('b.example'), 'b.yaml': policy('b.example') };
    expect((await from(['a.example'], elsewhere, moved)).files).toEqual([]);
  });

  it('answers for a domain that another job guards less strictly: that job may be one that no merge waits for', async () => {
    const lax = (rest: string): string => `version: 1\n${rest}`;
    const others = [['b.yaml']];
    for (const b of [
      lax('domains: {b.example: {issue: letsencrypt.org}}'),
      lax('domains: {b.example: {issue: none}, x.b.example: {issue: letsencrypt.org}}'),
      lax(`approval: {reviewers: eve}\n${policy('b.example').slice(11)}`),
      '[',
    ]) {
      const stored = { 'old.yaml': policy('a.example', 'b.example'), 'b.yaml': b };
      expect(await from(['a.example'], { dropped: ['old.yaml'], others }, stored)).toEqual({
        files: ['old.yaml'],
        without: [],
      });
    }
    const stricter = lax('domains: {b.example: {issue: none, sealed: true}, x.b.example: {issue: none}}');
    const stored = { 'old.yaml': policy('a.example', 'b.example'), 'b.yaml': stricter };
    expect((await from(['a.example'], { dropped: ['old.yaml'], others }, stored)).without).toEqual([
      'b.example',
    ]);
  });

  it('answers for what it declares itself, also where another job declares that too', async () => {
    const stored = { 'old.yaml': policy('a.example'), 'b.yaml': policy('a.example') };
    expect(await from(['a.example'], { gone: ['old.yaml'], others: [['b.yaml']] }, stored)).toEqual({
      files: ['old.yaml'],
      without: [],
    });
  });

  it('is bound by one that stays for the domains alone that both declare', async () => {
    const stored = { 'caa-guard.yaml': policy('a.example', 'b.example') };
    expect(await from(['a.example', 'c.example'], { staying: ['caa-guard.yaml'] }, stored)).toEqual({
      files: ['caa-guard.yaml'],
      without: ['b.example'],
    });
    expect((await from(['c.example'], { staying: ['caa-guard.yaml'] }, stored)).files).toEqual([]);
  });

  it('is bound by what lies in its place besides, unless that declares the same domains', async () => {
    const stored = {
      'old.yaml': policy('a.example'),
      'c.yaml': policy('c.example'),
      'x.yaml': policy('a.example'),
    };
    const besides = (same: string) => from(['c.example'], { dropped: ['old.yaml'], same: [same] }, stored);
    expect((await besides('c.yaml')).files).toEqual(['old.yaml', 'c.yaml']);
    expect((await besides('x.yaml')).files).toEqual(['old.yaml']);
    expect((await from(['c.example'], { same: ['c.yaml'] }, stored)).files).toEqual(['c.yaml']);
  });

  it('is bound by that part, and not by the rest', async () => {
    const whole = await policyFrom(policy('a.example', 'b.example'));
    const moved: Moved = { files: [], besides: [], without: new Set(['b.example']) };
    expect(bindingPart(whole, moved).domains.map(({ name }) => name)).toEqual(['a.example']);
  });
});
