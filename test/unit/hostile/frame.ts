/** Values from outside: letters, digits and numeric entities, inside of `code` or of a diff. */
const VALUES = /<code>(?:[A-Za-z0-9]|&#\d+;)*<\/code>|<pre lang="diff">\n(?:[A-Za-z0-9\n]|&#\d+;)*<\/pre>/g;
const MARKER = /^<!-- caa-guard:[A-Za-z0-9:_-]+ -->$/gm;
const LINK =
  /<a href="https:\/\/github\.com\/org\/caa-guard\/(?:blob\/v1\/docs\/rules\/[a-z-]+(?:\/[a-z-]+)?\.md|actions\/runs\/\d+)">/g;
const TAGS = /<\/?(?:details(?: open)?|summary|b|sub|ol|ul|li|br|a)>/g;

/**
 * What is wrong with a report in Markdown, by its frame: what is left when values are taken out has to be our own tags, the links
 * that we make, and quiet words; anything else would have come from a value.
 */
export function frameComplaint(report: string): string | undefined {
  const frame = report
    .replace(VALUES, '')
    .replace(MARKER, '')
    .replace(LINK, '')
    .replace(TAGS, '')
    .replace(/&(?:#\d+|middot);/g, '');
  const odd = /[^A-Za-z0-9 ,.;:'()/?=%\n#*|-]/.exec(frame);
  if (odd !== null)
    return `Markdown: ${JSON.stringify(frame.slice(Math.max(odd.index - 40, 0), odd.index + 40))}`;
  const heading = /(?<!^|#)#|^#+(?! )/m.exec(frame.replace(/^#{3,4} /gm, ''));
  if (heading !== null)
    return `Markdown: ${JSON.stringify(frame.slice(Math.max(heading.index - 40, 0), heading.index + 40))}`;
  const row = frame.split('\n').find((line) => line.startsWith('|') && line.split('|').length !== 7);
  return row === undefined ? undefined : `Markdown: a row of the table is ${JSON.stringify(row)}`;
}
