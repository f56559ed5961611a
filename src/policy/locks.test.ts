import { describe, expect, it } from 'vitest';
import { problemsOf } from './testing/load.js';

describe('a lock', () => {
  it('on issue holds for wildcards, where issue decides for them', async () => {
    const child = 'version: 1\nextends: base.yaml\ndomains:\n  a.example: {issuewild: unrestricted}\n';
    const base = 'version: 1\nlocked: [issue]\ndefaults: {issue: none}\n';
    expect(await problemsOf(child, { 'base.yaml': base })).toMatchObject([
      { code: 'locked', at: { file: 'policy.yaml', line: 4 } },
    ]);
    const apart = base.replace('issue: none', 'issue: none, issuewild: none');
    expect(await problemsOf(child, { 'base.yaml': apart })).toEqual([]);
  });

  it('on the DS set holds for planned ones', async () => {
    const ds = (tag: number): string => `["${tag} 13 2 ${'ab'.repeat(32)}"]`;
    const child = `version: 1\nextends: base.yaml\ndomains:\n  a.example:\n    dnssec: {plannedDs: ${ds(2)}}\n`;
    const base = `version: 1\nlocked: [dnssec.ds]\ndefaults: {issue: none, dnssec: {ds: ${ds(1)}}}\n`;
    expect(await problemsOf(child, { 'base.yaml': base })).toMatchObject([
      { code: 'locked', at: { line: 5 } },
    ]);
  });

  it('holds for names below that a child adds', async () => {
    const child =
      'version: 1\nextends: base.yaml\ndomains:\n  a.example:\n    names:\n      b.a.example: {issue: pki.goog}\n';
    const base = 'version: 1\nlocked: [issue]\ndefaults: {issue: none, issuewild: none}\n';
    expect(await problemsOf(child, { 'base.yaml': base })).toMatchObject([
      { code: 'locked', at: { line: 6 } },
    ]);
    expect(await problemsOf(child.replace('pki.goog', 'none'), { 'base.yaml': base })).toEqual([]);
  });
});
