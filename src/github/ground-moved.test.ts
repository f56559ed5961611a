import { describe, expect, it } from 'vitest';
import { GitHubError } from './api/error.js';
import { groundOf } from './ground.js';
import { BASE, bound, domainsOf, FLOW, flow, HEAD, MERGE, policy, PULL } from './testing/change.js';
import { fakePorts, fakeRepository, inputs } from './testing/fakes.js';

describe('a pull request whose workflow names another policy file', () => {
  const base = { 'old.yaml': policy('a.example', 'b.example'), [FLOW]: flow({ check: 'old.yaml' }) };

  it('is bound by the one that the workflow of the base names, which it leaves where it is', async () => {
    const change = { ...base, 'lax.yaml': policy('c.example'), [FLOW]: flow({ check: 'lax.yaml' }) };
    const outcome = await bound(base, change, ['lax.yaml']);
    expect(domainsOf(outcome)).toEqual(['a.example', 'b.example']);
    expect(outcome.ports.lines.join('\n')).toContain('what binds is old.yaml');
  });

  it('is bound by both where the other one is in the base already', async () => {
    const both = { ...base, 'lax.yaml': policy('c.example') };
    const change = { ...both, [FLOW]: flow({ check: 'lax.yaml' }) };
    expect(domainsOf(await bound(both, change, ['lax.yaml']))).toEqual([
      'a.example',
      'b.example',
      'c.example',
    ]);
  });

  it('is bound by both where the base judged two, and the change leaves one out', async () => {
    const lists = (files: string): string => flow({ check: files });
    const before = {
      'a.yaml': policy('a.example'),
      'b.yaml': policy('b.example'),
      [FLOW]: lists('a.yaml\\nb.yaml'),
    };
    const outcome = await bound(before, { ...before, [FLOW]: lists('a.yaml') }, ['a.yaml']);
    expect(domainsOf(outcome)).toEqual(['a.example', 'b.example']);
  });

  it('is bound by the usual place where the base named none', async () => {
    const before = { 'caa-guard.yaml': policy('a.example'), [FLOW]: flow({ check: '' }) };
    const change = { ...before, 'lax.yaml': policy('c.example'), [FLOW]: flow({ check: 'lax.yaml' }) };
    expect(domainsOf(await bound(before, change, ['lax.yaml']))).toEqual(['a.example']);
  });

  it('is not bound by what went to another job of the change, where one policy became two', async () => {
    const change = {
      'a.yaml': policy('a.example'),
      'b.yaml': policy('b.example'),
      [FLOW]: flow({ check: 'a.yaml', more: 'b.yaml' }),
    };
    expect(domainsOf(await bound(base, change, ['a.yaml']))).toEqual(['a.example']);
    expect(domainsOf(await bound(base, change, ['b.yaml'], 'more'))).toEqual(['b.example']);
  });

  it('is bound all the same where the checkout is of a part, without workflows', async () => {
    const change = {
      'a.yaml': policy('a.example'),
      'b.yaml': policy('b.example'),
      [FLOW]: flow({ check: 'a.yaml', more: 'b.yaml' }),
    };
    const part = { 'a.yaml': change['a.yaml'] };
    expect(domainsOf(await bound(base, change, ['a.yaml'], 'check', part))).toEqual(['a.example']);
    const lax = { 'a.yaml': policy('a.example'), [FLOW]: flow({ check: 'a.yaml' }) };
    expect(domainsOf(await bound(base, lax, ['a.yaml'], 'check', part))).toEqual(['a.example', 'b.example']);
  });

  it('cannot have two jobs swap their policies to be held against none', async () => {
    const before = {
      'a.yaml': policy('a.example', 'lost.example'),
      'b.yaml': policy('b.example'),
      [FLOW]: flow({ check: 'b.yaml', other: 'a.yaml' }),
    };
    const change = {
      'a.yaml': policy('a.example'),
      'b.yaml': policy('b.example'),
      [FLOW]: flow({ check: 'a.yaml', other: 'b.yaml' }),
    };
    expect(domainsOf(await bound(before, change, ['a.yaml']))).toEqual(['a.example', 'lost.example']);
    expect(domainsOf(await bound(before, change, ['b.yaml'], 'other'))).toEqual([
      'b.example',
      'lost.example',
    ]);
  });

  it('is bound by what was judged, where a job of a new name takes a file that was not', async () => {
    const before = { ...base, 'lax.yaml': policy('c.example') };
    for (const place of [FLOW, '.github/workflows/new.yml']) {
      const { [FLOW]: _, ...rest } = before;
      const change = { ...rest, [place]: flow({ renamed: 'lax.yaml' }) };
      const outcome = await bound(before, change, ['lax.yaml'], 'renamed', change, place);
      expect(domainsOf(outcome)).toEqual(['a.example', 'b.example', 'c.example']);
    }
  });

  it('is bound by the same file where a new job judges it besides those that stay', async () => {
    const before = { ...base, 'c.yaml': policy('c.example', 'd.example') };
    const change = { ...before, [FLOW]: flow({ check: 'old.yaml', more: 'c.yaml' }) };
    const outcome = await bound(before, change, ['c.yaml'], 'more');
    expect(domainsOf(outcome)).toEqual(['c.example', 'd.example']);
    expect(outcome.ports.lines.join('\n')).not.toContain('what binds');
  });

  it('takes one question to see that the workflow is as it was', async () => {
    const { github } = await bound(base, base, ['old.yaml']);
    expect(github.requests).toEqual([`parents ${MERGE}`, `file old.yaml ${BASE}`, `file ${FLOW} ${BASE}`]);
  });
});

describe('a pull request with a policy that is new in its place', () => {
  it('is bound by one that it moved, whatever the workflows say', async () => {
    const outcome = await bound(
      { 'dns/old.yml': policy('a.example', 'b.example') },
      { 'new.yaml': policy('a.example') },
      ['new.yaml'],
    );
    expect(domainsOf(outcome)).toEqual(['a.example', 'b.example']);
  });

  it('is bound by one that no job judges any more, where the workflow was renamed too', async () => {
    const base = { 'old.yaml': policy('a.example'), '.github/workflows/before.yml': flow({ x: 'old.yaml' }) };
    const change = {
      'old.yaml': policy('a.example'),
      'lax.yaml': policy('c.example'),
      [FLOW]: flow({ check: 'lax.yaml' }),
    };
    expect(domainsOf(await bound(base, change, ['lax.yaml']))).toEqual(['a.example']);
  });

  it('is bound by the usual one for the domains that both declare, where no workflow names any', async () => {
    const base = { 'caa-guard.yaml': policy('a.example', 'b.example') };
    const outcome = await bound(base, { ...base, 'new.yaml': policy('a.example') }, ['new.yaml']);
    expect(domainsOf(outcome)).toEqual(['a.example']);
  });

  it.each([
    ['there is none in the base', { 'README.md': 'ours' }],
    [
      'all that there is is judged by jobs that stay',
      { 'a.yaml': policy('a.example'), [FLOW]: flow({ other: 'a.yaml' }) },
    ],
  ])('is a first one where %s', async (_where, base) => {
    const change = {
      ...base,
      'new.yaml': policy('c.example'),
      ...(FLOW in base ? { [FLOW]: flow({ other: 'a.yaml', check: 'new.yaml' }) } : {}),
    };
    const outcome = await bound(base, change, ['new.yaml']);
    expect(domainsOf(outcome)).toBe('none');
    expect(outcome.ports.lines.join('\n')).not.toContain('what binds');
  });

  it('is a first one where a workflow goes that ran after merges alone', async () => {
    const base = {
      'all.yaml': policy('z.example'),
      '.github/workflows/s.yml': flow({ s: 'all.yaml' }, 'schedule'),
    };
    const change = {
      'all.yaml': policy('z.example'),
      'new.yaml': policy('c.example'),
      [FLOW]: flow({ check: 'new.yaml' }),
    };
    expect(domainsOf(await bound(base, change, ['new.yaml']))).toBe('none');
  });

  it('is not judged where it cannot be told which files there were', async () => {
    const ports = fakePorts({ files: { 'new.yaml': policy('a.example') } });
    const github = fakeRepository({ files: { [HEAD]: { 'new.yaml': policy('a.example') } } });
    const cut = {
      ...github,
      paths: () => Promise.reject(new GitHubError('invalid', 'there are more than GitHub lists')),
    };
    const { merge: _, ...event } = PULL;
    const asked = { inputs: inputs({ policies: ['new.yaml'] })(), policies: ['new.yaml'] };
    const { base } = await groundOf(event, asked, ports, async () => cut);
    await expect(base?.elsewhere?.()).rejects.toMatchObject({
      code: 'BASE_UNREADABLE',
      message: expect.stringContaining('more than GitHub lists') as string,
    });
  });

  it('is not judged where the change takes more files away than can be read', async () => {
    const many = Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`k8s/${i}.yaml`, 'kind: Pod']));
    await expect(bound(many, { 'new.yaml': policy('a.example') }, ['new.yaml'])).rejects.toMatchObject({
      code: 'BASE_UNREADABLE',
      message: expect.stringContaining('201 files') as string,
    });
  });

  it('does not stumble over files that are no text', async () => {
    const ports = fakePorts({ files: { 'new.yaml': policy('a.example') } });
    const github = fakeRepository({ files: { [BASE]: { 'x.json': '' }, [HEAD]: { 'new.yaml': '' } } });
    const file = (path: string, commit: string): Promise<string | undefined> =>
      path === 'x.json'
        ? Promise.reject(new GitHubError('invalid', 'other octets'))
        : github.file(path, commit);
    const { merge: _, ...event } = PULL;
    const asked = { inputs: inputs({ policies: ['new.yaml'] })(), policies: ['new.yaml'] };
    const { base } = await groundOf(event, asked, ports, async () => ({ ...github, file }));
    expect(await base?.elsewhere?.()).toMatchObject({ gone: [] });
  });
});
