export { entities, inert, inertHtml, inertLine, linkable, INERT_CAP } from './inert.js';
export { renderTerminal, type TerminalOptions } from './terminal.js';
