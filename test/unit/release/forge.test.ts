import { describe, expect, it } from 'vitest';
import { openForge } from '../../../scripts/release/forge.js';
import type { Ran } from '../../../scripts/release/ports.js';

const COMMIT = 'a'.repeat(40);

/** A `gh` that gives these answers by the beginning of what it is asked, and keeps what it was asked. */
function scripted(answers: Readonly<Record<string, Partial<Ran>>>): {
  asked: string[];
  forge: ReturnType<typeof openForge>;
} {
  const asked: string[] = [];
  const forge = openForge((program, args, input) => {
    const line = [program, ...args].join(' ');
    asked.push(input === undefined ? line : `${line} <<< ${input}`);
    const found = Object.entries(answers).find(([start]) => line.startsWith(start))?.[1];
    return Promise.resolve({
      code: 0,
      out: '',
      err: '',
      ...(found ?? { code: 1, err: `nothing for ${line}` }),
    });
  }, 'org/caa-guard');
  return { asked, forge };
}

describe('GitHub, asked through gh', () => {
  it('tells the commit of a tag, and is not believed anything else', async () => {
    const start = 'gh api repos/org/caa-guard/commits/tags/v1.2.3 --jq .sha';
    expect(await scripted({ [start]: { out: `${COMMIT}\n` } }).forge.commitOf('v1.2.3')).toBe(COMMIT);
    await expect(scripted({ [start]: { out: 'null\n' } }).forge.commitOf('v1.2.3')).rejects.toThrow(
      'expected a commit',
    );
    await expect(
      scripted({ [start]: { code: 1, err: 'HTTP 422' } }).forge.commitOf('v1.2.3'),
    ).rejects.toThrow('HTTP 422');
  });

  it('tells tags by their names', async () => {
    const { forge } = scripted({ 'gh api --paginate': { out: 'refs/tags/v1\nrefs/tags/v1.2.3\n' } });
    expect(await forge.tags()).toEqual(['v1', 'v1.2.3']);
  });

  it('tells a release from none, and none from not knowing', async () => {
    const start = 'gh api repos/org/caa-guard/releases/tags/v1.2.3';
    const release = (ran: Partial<Ran>): Promise<unknown> =>
      scripted({ [start]: ran }).forge.release('v1.2.3');
    expect(await release({ out: '{"immutable":true}' })).toEqual({ immutable: true });
    expect(await release({ out: '{}' })).toEqual({ immutable: false });
    expect(
      await release({ code: 1, out: '{"message":"Not Found"}', err: 'gh: Not Found (HTTP 404)\n' }),
    ).toBeUndefined();
    await expect(release({ code: 1, out: '{"status":"403"}', err: 'HTTP 403' })).rejects.toThrow('HTTP 403');
    await expect(release({ code: 1, out: '', err: 'connection refused' })).rejects.toThrow(
      'connection refused',
    );
  });

  it('releases a tag with the notes as they are', async () => {
    const { asked, forge } = scripted({ 'gh api repos/org/caa-guard/releases --input -': {} });
    await forge.publish({ tag: 'v1.2.3', commit: COMMIT, repository: '' }, '- `$(id)` "notes"', false);
    const [command, body] = asked[0]?.split(' <<< ') ?? [];
    expect(command).toBe('gh api repos/org/caa-guard/releases --input -');
    expect(JSON.parse(body ?? '')).toEqual({
      tag_name: 'v1.2.3',
      target_commitish: COMMIT,
      name: 'v1.2.3',
      body: '- `$(id)` "notes"',
      make_latest: 'false',
    });
  });

  it('creates a tag that is not there, although one that begins like it is', async () => {
    const { asked, forge } = scripted({
      'gh api repos/org/caa-guard/git/matching-refs/tags/v1': { out: 'refs/tags/v1.2.3\n' },
      'gh api repos/org/caa-guard/git/refs -f': {},
    });
    await forge.move('v1', COMMIT);
    expect(asked.at(-1)).toBe(`gh api repos/org/caa-guard/git/refs -f ref=refs/tags/v1 -f sha=${COMMIT}`);
  });

  it('moves a tag that is there', async () => {
    const { asked, forge } = scripted({
      'gh api repos/org/caa-guard/git/matching-refs/tags/v1': { out: 'refs/tags/v1\nrefs/tags/v1.2.3\n' },
      'gh api --method PATCH': {},
    });
    await forge.move('v1', COMMIT);
    expect(asked.at(-1)).toBe(
      `gh api --method PATCH repos/org/caa-guard/git/refs/tags/v1 -f sha=${COMMIT} -F force=true`,
    );
  });
});
