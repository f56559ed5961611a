import { notesOf, unreleasedIn } from './changelog.ts';
import { textAt } from './json.ts';
import { textOf, versionOf } from './version.ts';

/** What is looked at before anything is built. */
export interface Candidate {
  readonly tag: string;
  /** `package.json` and `package-lock.json`, parsed. */
  readonly manifest: unknown;
  readonly lock: unknown;
  readonly changelog: string;
  /** Where it is released, as `https://github.com/owner/name`. */
  readonly repository: string;
  /** Whether the commit is one of main's. */
  readonly onMain: boolean;
}

/** Why it must not be released: every reason at once, each with what to do. Empty: nothing is against it. */
export function refusals(candidate: Candidate): readonly string[] {
  const { tag, manifest, lock, changelog, repository, onMain } = candidate;
  const version = versionOf(tag);
  if (version === undefined)
    return [`expected a tag such as v1.2.3, got ${JSON.stringify(tag)}: delete it, and tag the version`];
  const text = textOf(version);
  const found: string[] = [];
  for (const [file, parsed] of [
    ['package.json', manifest],
    ['package-lock.json', lock],
  ] as const) {
    const other = textAt(parsed, 'version');
    if (other !== text)
      found.push(
        `${file}: expected version ${text}, as the tag says, got ${said(other)}: npm version ${text} --no-git-tag-version`,
      );
  }
  if (notesOf(changelog, text) === '')
    found.push(
      `CHANGELOG.md: expected a section "## ${text}" that says what changes: write it, and tag again`,
    );
  if (unreleasedIn(changelog) !== '')
    found.push(
      `CHANGELOG.md: expected nothing under "Unreleased", since all of it is in this version: move it to "## ${text}"`,
    );
  const source = sourceOf(manifest);
  if (source !== repository)
    found.push(
      `package.json: expected repository.url git+${repository}.git, got ${said(source)}: npm refuses the provenance of any other`,
    );
  if (!onMain)
    found.push(`${tag}: expected a commit of main, got another: merge it first, and tag what was merged`);
  return found;
}

/** The repository that a manifest names, without what npm puts around it. */
const sourceOf = (manifest: unknown): string | undefined =>
  textAt(manifest, 'repository', 'url')
    ?.replace(/^git\+/, '')
    .replace(/\.git$/, '');

const said = (value: string | undefined): string => (value === undefined ? 'none' : JSON.stringify(value));
