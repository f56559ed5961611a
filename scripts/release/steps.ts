import { createHash } from 'node:crypto';
import path from 'node:path';
import { notesOf } from './changelog.ts';
import { textAt } from './json.ts';
import { distTag, followingTag } from './moving.ts';
import { output, type Ports, type Released } from './ports.ts';
import { refusals } from './refusals.ts';
import { isPublished } from './registry.ts';
import { isNewest, textOf, versionOf, type Version } from './version.ts';

/*
 * The steps of a release, in their order. Each can be run again: what is done already is found, and left. Each looks first
 * whether the tag still names the commit that is being released.
 */

/** Whether this commit may be released as this tag. */
export async function check(released: Released, ports: Ports): Promise<void> {
  await atTag(released, ports);
  const { code, err } = await ports.run('git', [
    'merge-base',
    '--is-ancestor',
    released.commit,
    'origin/main',
  ]);
  if (code > 1) throw new Error(`git: expected exit code 0 or 1, got ${code}: ${err.trim()}`);
  const found = refusals({
    tag: released.tag,
    manifest: JSON.parse(await text('package.json', ports)),
    lock: JSON.parse(await text('package-lock.json', ports)),
    changelog: await text('CHANGELOG.md', ports),
    repository: released.repository,
    onMain: code === 0,
  });
  if (found.length > 0) throw new Error(`${released.tag} cannot be released:\n${found.join('\n')}`);
  ports.say(`${released.tag} may be released.`);
}

/** Whether a build left all that is committed as it was: dist/ above all, which users run. */
export async function clean(ports: Ports): Promise<void> {
  const changed = (
    await output(ports.run, 'git', ['status', '--porcelain', '--untracked-files=all'])
  ).trimEnd();
  if (changed !== '')
    throw new Error(
      `expected a build to change nothing that is committed, got:\n${changed}\nnpm ci && npm run bundle, commit dist/, and tag that commit`,
    );
  ports.say('The build changed nothing that is committed.');
}

/** Publishes the package that lies in a folder, unless the registry has these very bytes already. */
export async function publish(released: Released, folder: string, ports: Ports): Promise<void> {
  const version = await atTag(released, ports);
  const files = (await ports.list(folder)).filter((file) => file.endsWith('.tgz'));
  const [file] = files;
  if (file === undefined || files.length > 1)
    throw new Error(`expected one .tgz in ${folder}, got ${files.length}: build the package again`);
  const name = textAt(JSON.parse(await text('package.json', ports)), 'name') ?? '';
  const bytes = await ports.read(path.join(folder, file));
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  const view = await ports.run('npm', ['view', `${name}@${textOf(version)}`, 'dist.integrity', '--json']);
  if (isPublished(view, integrity)) {
    ports.say(`npm has ${name}@${textOf(version)} already, with the same content.`);
    return;
  }
  const under = distTag(version, await ports.forge.tags());
  const how = ['--ignore-scripts', '--provenance', '--access', 'public', '--tag', under];
  await output(ports.run, 'npm', ['publish', `./${path.posix.join(folder, file)}`, ...how]);
  ports.say(`Published ${name}@${textOf(version)} (${integrity}) under ${under}.`);
}

/** Makes the release at GitHub, with the notes of the changelog. */
export async function release(released: Released, ports: Ports): Promise<void> {
  const version = await atTag(released, ports);
  const { tag } = released;
  if ((await ports.forge.release(tag)) === undefined) {
    const notes = notesOf(await text('CHANGELOG.md', ports), textOf(version));
    await ports.forge.publish(released, notes, isNewest(version, await ports.forge.tags()));
    ports.say(`Released ${tag}.`);
  } else ports.say(`${tag} is released already.`);
  if ((await ports.forge.release(tag))?.immutable !== true)
    ports.say(
      '::warning::The release can be changed, and its tag be moved. Switch on "Release immutability" in the settings of the repository; it holds for later releases.',
    );
}

/** Moves the tag that users follow, such as v1. It has no release, which would pin it for ever. */
export async function follow(released: Released, ports: Ports): Promise<void> {
  const version = await atTag(released, ports);
  const { forge, say } = ports;
  const tag = followingTag(version, await forge.tags());
  if (tag === undefined) {
    say(`No tag follows ${released.tag}.`);
    return;
  }
  if ((await forge.release(tag)) !== undefined)
    throw new Error(`expected no release named ${tag}, since a release pins its tag: delete that release`);
  try {
    await forge.move(tag, released.commit);
  } catch (error) {
    throw new Error(
      `${tag} was not moved. GitHub lets no workflow set a tag to a commit whose .github/workflows differ from those of every branch, as where main went on meanwhile. Do it by hand:\ngit push --force origin ${released.commit}:refs/tags/${tag}`,
      { cause: error },
    );
  }
  say(`${tag} is ${released.tag} now.`);
}

/** The version of the tag, where the tag still names the commit. A tag that was moved meanwhile is no business of ours. */
async function atTag({ tag, commit }: Released, { forge }: Ports): Promise<Version> {
  const version = versionOf(tag);
  if (version === undefined) throw new Error(`expected a tag such as v1.2.3, got ${JSON.stringify(tag)}`);
  const now = await forge.commitOf(tag);
  if (now !== commit)
    throw new Error(
      `expected ${tag} to name ${commit}, got ${now}: the tag was moved. Release another version`,
    );
  return version;
}

const text = async (file: string, { read }: Ports): Promise<string> =>
  Buffer.from(await read(file)).toString('utf8');
