import { isScalar, LineCounter, type Document } from 'yaml';
import { locate, type Located } from './locate.js';
import type { SourcePosition } from './model.js';
import type { PolicyProblem } from './problem.js';
import { parseYaml } from './syntax.js';

export type { Entry, Located } from './locate.js';

/** Characters of one policy file; ten thousand domains take about a tenth. */
export const MAX_FILE_CHARACTERS = 16 * 1024 * 1024;
/**
 * Marks that can end a value (`:`, `,`, line breaks, brackets) in one file. The parser takes time and memory by values and not by
 * characters, so this is what bounds its work.
 */
const MAX_MARKS = 500_000;
/** Syntax errors that are told of one file: broken once, a file tends to be broken everywhere after. */
const MAX_SYNTAX_PROBLEMS = 20;

/** The tree as far as it could be read, and every problem found. */
export interface ReadDocument {
  readonly root?: Located;
  readonly problems: readonly PolicyProblem[];
}

/** Reads YAML 1.2 (and so JSON) with the core schema: one document, no tags of one's own, no duplicate keys. */
export function readDocument(file: string, source: string): ReadDocument {
  if (source.includes('\0'))
    return problemAt(
      startOf(file),
      'syntax',
      'expected text in UTF-8; this file holds NUL octets, as binary files and UTF-16 do. Save it as UTF-8, or name another file',
    );
  const large = tooLarge(source);
  if (large !== undefined) return problemAt(startOf(file), 'too-large', large);
  const lines = new LineCounter();
  const position = (from: number, to: number): SourcePosition => {
    const start = lines.linePos(from);
    const end = lines.linePos(Math.max(from, to));
    return { file, line: start.line, column: start.col, endLine: end.line, endColumn: end.col };
  };
  const documents = parseYaml(source, lines);
  if (documents === 'too-deep')
    return problemAt(
      startOf(file),
      'too-large',
      'expected a plain policy; this file nests deeper than 64 levels. Write it flatter',
    );
  const [document, second] = documents;
  const problems = document === undefined ? [] : syntaxProblems(document, position);
  if (second !== undefined) {
    const at = second.contents?.range[0] ?? source.length;
    problems.push({
      code: 'syntax',
      at: position(at, at + 1),
      message: 'expected one document in a file; a second one begins here. Put it into a file of its own',
    });
  }
  if (document === undefined || isEmpty(document))
    return problems.length > 0
      ? { problems }
      : problemAt(startOf(file), 'missing', 'expected a policy; the file is empty', 'version: 1');
  // What a broken file seems to say is not what was meant: errors about that would only hide the one that counts.
  if (document.errors.length > 0) return { problems };
  const root = locate(document, position, problems);
  return root === undefined ? { problems } : { root, problems };
}

function isEmpty({ contents }: Document.Parsed): boolean {
  return contents === null || (isScalar(contents) && contents.value === null);
}

function tooLarge(source: string): string | undefined {
  if (source.length > MAX_FILE_CHARACTERS)
    return `expected a policy of at most ${MAX_FILE_CHARACTERS} characters; this file has ${source.length}. Split it`;
  let marks = 0;
  for (let i = 0; i < source.length; i++) {
    const code = source.charCodeAt(i);
    // : , line feed, carriage return, [ {
    if (code === 0x3a || code === 0x2c || code === 0x0a || code === 0x0d || code === 0x5b || code === 0x7b)
      marks++;
  }
  return marks > MAX_MARKS
    ? `expected a policy of at most ${MAX_MARKS} values; this file may have ${marks}. Split it`
    : undefined;
}

function syntaxProblems(
  document: Document.Parsed,
  position: (from: number, to: number) => SourcePosition,
): PolicyProblem[] {
  return [...document.errors, ...document.warnings].slice(0, MAX_SYNTAX_PROBLEMS).map((error) => ({
    code: 'syntax',
    at: position(error.pos[0], error.pos[1]),
    message: `expected YAML or JSON: ${error.message.replace(/\s+/g, ' ')}`,
  }));
}

function problemAt(
  at: SourcePosition,
  code: PolicyProblem['code'],
  message: string,
  example?: string,
): ReadDocument {
  return { problems: [{ code, at, message, ...(example === undefined ? {} : { example }) }] };
}

/** The beginning of a file, for what concerns it as a whole. */
export function startOf(file: string): SourcePosition {
  return { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
}
