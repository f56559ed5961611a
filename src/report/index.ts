export { entities, inert, inertHtml, inertLine, linkable, INERT_CAP } from './inert.js';
export { jsonReport, renderJson } from './json.js';
export type { JsonReport } from './json-schema.js';
export { renderMarkdown, type MarkdownOptions } from './markdown.js';
export type { RuleUrl } from './markdown-finding.js';
export { renderTerminal, type TerminalOptions } from './terminal.js';
export { badge, EXIT_CODES, headline, resultLine, type ExitCode } from './words.js';
export { isUnseen, tallyOf, type Tally } from './tally.js';
export { plain } from './wrap.js';
