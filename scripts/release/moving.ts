import { isNewest, versionOf, type Version } from './version.ts';

/**
 * The tag that follows a version, such as `v1`; `undefined` where none does: 0.x promises nothing, so that nobody should
 * follow it, and a version that is not the newest of its major (a release that is run again, a fix of an old minor) must
 * not take users back.
 */
export function followingTag(version: Version, tags: readonly string[]): string | undefined {
  if (version.major === 0) return undefined;
  const sameMajor = tags.filter((tag) => versionOf(tag)?.major === version.major);
  return isNewest(version, sameMajor) ? `v${version.major}` : undefined;
}

/**
 * The name under which npm hands a version out. `latest` is what `npm i` takes, so only the newest of all is that; npm
 * takes no name that reads as a version.
 */
export const distTag = (version: Version, tags: readonly string[]): string =>
  isNewest(version, tags) ? 'latest' : `release-${version.major}.x`;
