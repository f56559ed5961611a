import { failed, unexpected, type Answer, type Call } from './call.js';
import type { Client } from './client.js';
import { GitHubError } from './error.js';
import { ContentShape, read } from './shapes.js';

const KINDS = { dir: 'a directory', symlink: 'a symbolic link', submodule: 'a submodule' } as const;

/**
 * Text of a file at a commit (REST API, "Get repository content"); `undefined` where that commit has none. It is asked for raw, which
 * works for files over 1 MB; GitHub follows a link that stays within the repository, as a checkout does. Where it says that there is
 * no such file, it is asked whether there is such a commit: a token that sees nothing is not to pass for a repository without
 * a policy.
 */
export async function fileAt(
  client: Client,
  repository: string,
  path: string,
  commit: string,
): Promise<string | undefined> {
  const common = { method: 'GET', kind: 'read', needs: '`contents: read`' } as const;
  const call: Call = {
    ...common,
    to: `/repos/${repository}/contents/${encoded(path)}?ref=${commitName(commit)}`,
    accept: 'application/vnd.github.raw+json',
    takes: [404],
    doing: `read the file ${JSON.stringify(path)}`,
  };
  const answer = await client.ask(call);
  if (answer.status !== 404) return textIn(answer, call);
  await client.ask({
    ...common,
    to: `/repos/${repository}/git/commits/${commit}`,
    doing: `see the commit ${commit}, of which a file was not found`,
  });
  return undefined;
}

function textIn(answer: Answer, call: Call): string {
  const type = answer.headers.get('content-type') ?? '';
  // By this alone a JSON file is told from JSON about a file.
  if (/^application\/vnd\.github\.(v3\.)?raw\b/i.test(type)) return utf8(answer.body, call);
  if (!/^application\/json\b/i.test(type))
    throw unexpected(call, 'a file, raw or in JSON', 'its content type is neither');
  const content = read(answer, ContentShape, call);
  if (content.type !== 'file') throw failed('invalid', call, `expected a file; it is ${KINDS[content.type]}`);
  if (content.encoding !== 'base64')
    throw unexpected(call, 'the file in base64, or raw', 'it is in neither, as for files that are too long');
  return utf8(Buffer.from(content.content, 'base64'), call);
}

function utf8(bytes: Uint8Array, call: Call): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw failed('invalid', call, 'expected a file of UTF-8 text; it holds other octets', { cause });
  }
}

/** Each part of the path by itself: what a URL would resolve, or take for its own, is not let through. */
function encoded(path: string): string {
  const parts = path.split('/');
  if (parts.every((part) => part !== '' && part !== '.' && part !== '..' && !/\p{Surrogate}/u.test(part)))
    return parts.map(encodeURIComponent).join('/');
  throw new GitHubError(
    'invalid',
    `expected the path of a file in the repository, such as policies/caa-guard.yaml; ${JSON.stringify(path.slice(0, 300))} came`,
  );
}

/** A name of a branch or a tag may stand for another commit tomorrow. */
export function commitName(commit: string): string {
  if (/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(commit)) return commit;
  throw new GitHubError(
    'invalid',
    `expected a commit by its whole id, 40 or 64 digits from 0 to f; ${JSON.stringify(commit.slice(0, 100))} came`,
  );
}
