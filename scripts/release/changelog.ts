/** Reads CHANGELOG.md: `## 1.2.3`, or `## 1.2.3 (2026-11-29)`, and what stands below it. */

interface Section {
  readonly title: string;
  readonly text: string;
}

const sectionsOf = (changelog: string): readonly Section[] =>
  changelog
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const end = section.indexOf('\n');
      const [title, text] = end < 0 ? [section, ''] : [section.slice(0, end), section.slice(end + 1)];
      return { title: title.trim(), text: text.trim() };
    });

/** What the changelog says of a version; empty where it has no section of it, or nothing in it. */
export const notesOf = (changelog: string, version: string): string =>
  sectionsOf(changelog).find(({ title }) => title.split(/\s/)[0] === version)?.text ?? '';

/** What stands under "Unreleased". */
export const unreleasedIn = (changelog: string): string =>
  sectionsOf(changelog).find(({ title }) => title.toLowerCase() === 'unreleased')?.text ?? '';
