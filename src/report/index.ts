export {
  entities,
  inert,
  inertHtml,
  inertJson,
  inertLine,
  inertLines,
  inertMessage,
  INERT_CAP,
  linkable,
  linked,
  token,
} from './inert.js';
export { inertYaml, needsQuotes } from './inert-yaml.js';
export { jsonReport, renderJson } from './json.js';
export type { JsonReport } from './json-schema.js';
export { logLines, type Said } from './log.js';
export { renderMarkdown, type MarkdownOptions } from './markdown.js';
export type { RuleUrl } from './markdown-finding.js';
export { renderTerminal, type TerminalOptions } from './terminal.js';
export { badge, EXIT_CODES, headline, resultLine, word, type ExitCode } from './words.js';
export { isUnseen, tallyOf, type Tally } from './tally.js';
export { screen, showable } from './screen.js';
export { stepsOf, type Step } from './steps.js';
export { plain } from './plain.js';
export { cut, linesOf, padded, printed, printedJoin } from './printed.js';
export {
  exact,
  markdown,
  markdownJoin,
  type Exact,
  type Markdown,
  type Painted,
  type Plain,
} from './safe.js';
export { markdownText, ownWords } from './markdown-text.js';
export { wrap } from './wrap.js';
