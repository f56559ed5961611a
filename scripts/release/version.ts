/** A released version. There are no others: what is not finished stays untagged. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

const TAG = /^v(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})$/;

/** The version that a tag such as `v1.2.3` names; `undefined` for any other tag, such as `v1` or `v1.2.3-rc.1`. */
export function versionOf(tag: string): Version | undefined {
  const [, major, minor, patch] = TAG.exec(tag) ?? [];
  if (major === undefined) return undefined;
  return { major: Number(major), minor: Number(minor), patch: Number(patch) };
}

export const textOf = ({ major, minor, patch }: Version): string => `${major}.${minor}.${patch}`;

/** Below zero where `a` comes before `b`. */
export const compare = (a: Version, b: Version): number =>
  a.major - b.major || a.minor - b.minor || a.patch - b.patch;

/** Whether nothing that is tagged comes after it. The tags may name other things too. */
export const isNewest = (version: Version, tags: readonly string[]): boolean =>
  tags.every((tag) => {
    const other = versionOf(tag);
    return other === undefined || compare(other, version) <= 0;
  });
