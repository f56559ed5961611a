import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Document,
  type Node,
} from 'yaml';
import type { SourcePosition } from './model.js';
import type { PolicyProblem } from './problem.js';

/** A value in a file, with its place. */
export type Located =
  | { readonly kind: 'map'; readonly at: SourcePosition; readonly entries: readonly Entry[] }
  | { readonly kind: 'list'; readonly at: SourcePosition; readonly items: readonly Located[] }
  | {
      readonly kind: 'scalar';
      readonly at: SourcePosition;
      readonly value: string | number | boolean | null;
      /** As written, so that a digest of digits alone is not lost as a number. */
      readonly source: string;
    };

export interface Entry {
  readonly key: string;
  readonly keyAt: SourcePosition;
  readonly value: Located;
}

/** Octets of one policy file; ten thousand domains fit in easily. */
export const MAX_FILE_OCTETS = 16 * 1024 * 1024;
/** Values in one file, aliases expanded: a small file must not unfold into a large one. */
const MAX_VALUES = 500_000;
const MAX_DEPTH = 32;

/**
 * Reads YAML 1.2 (and so JSON) with the core schema: one document, no tags of one's own, no duplicate keys.
 * Gives the tree as far as it could be read, and every problem found.
 */
export function readDocument(
  file: string,
  source: string,
): { readonly root?: Located; readonly problems: readonly PolicyProblem[] } {
  const lines = new LineCounter();
  const position = (from: number, to: number): SourcePosition => {
    const start = lines.linePos(from);
    const end = lines.linePos(Math.max(from, to));
    return { file, line: start.line, column: start.col, endLine: end.line, endColumn: end.col };
  };
  const start: SourcePosition = { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
  if (source.length > MAX_FILE_OCTETS)
    return {
      problems: [
        {
          code: 'too-large',
          at: start,
          message: `expected a policy of at most 16 MiB; this file has ${source.length} characters. Split it`,
        },
      ],
    };
  const documents = parseAllDocuments(source, {
    version: '1.2',
    schema: 'core',
    uniqueKeys: true,
    strict: true,
    prettyErrors: false,
    lineCounter: lines,
    keepSourceTokens: false,
  });
  const [document, second] = Array.isArray(documents) ? documents : [];
  if (document === undefined)
    return {
      problems: [
        {
          code: 'missing',
          at: start,
          message: 'expected a policy; the file is empty',
          example: 'version: 1',
        },
      ],
    };
  const problems: PolicyProblem[] = [...document.errors, ...document.warnings].map((error) => ({
    code: error.code === 'DUPLICATE_KEY' ? 'duplicate-key' : 'syntax',
    at: position(error.pos[0], error.pos[1]),
    message:
      error.code === 'DUPLICATE_KEY'
        ? 'expected each key once; this one stood before in the same map. Keep one of them'
        : `expected YAML or JSON: ${error.message.replace(/\s+/g, ' ')}`,
  }));
  if (second !== undefined) {
    const at = second.contents?.range?.[0] ?? source.length;
    problems.push({
      code: 'syntax',
      at: position(at, at + 1),
      message: 'expected one document in a file; a second one begins here. Put it into a file of its own',
    });
  }
  if (document.contents === null) {
    if (problems.length === 0)
      problems.push({
        code: 'missing',
        at: start,
        message: 'expected a policy; the file is empty',
        example: 'version: 1',
      });
    return { problems };
  }
  const root = locate(document, document.contents, position, problems);
  return root === undefined ? { problems } : { root, problems };
}

function locate(
  document: Document,
  top: Node,
  position: (from: number, to: number) => SourcePosition,
  problems: PolicyProblem[],
): Located | undefined {
  let values = 0;
  let stopped = false;
  const walk = (node: Node | null, depth: number, outer: SourcePosition): Located | undefined => {
    const at = node?.range ? position(node.range[0], node.range[1]) : outer;
    if (stopped) return undefined;
    if (++values > MAX_VALUES || depth > MAX_DEPTH) {
      stopped = true;
      problems.push({
        code: 'too-large',
        at,
        message: 'expected a plain policy; aliases or nesting unfold into too much. Write it out',
      });
      return undefined;
    }
    if (node === null) return { kind: 'scalar', at, value: null, source: '' };
    if (isAlias(node)) return walk(node.resolve(document) ?? null, depth + 1, at);
    if (isMap(node)) {
      const entries = node.items.flatMap((pair): Entry[] => {
        if (stopped) return [];
        const key = pair.key as Node | null;
        const keyAt = key?.range ? position(key.range[0], key.range[1]) : at;
        if (!isScalar(key) || typeof key.value === 'object') {
          problems.push({
            code: 'syntax',
            at: keyAt,
            message: 'expected a plain word as key; something else came',
          });
          return [];
        }
        const value = walk(pair.value as Node | null, depth + 1, keyAt);
        return value === undefined ? [] : [{ key: key.source ?? String(key.value), keyAt, value }];
      });
      return { kind: 'map', at, entries };
    }
    if (isSeq(node)) {
      const items = node.items.flatMap((item) => walk(item as Node | null, depth + 1, at) ?? []);
      return { kind: 'list', at, items };
    }
    if (isScalar(node)) {
      const { value } = node;
      const plain =
        typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
      return { kind: 'scalar', at, value: plain, source: node.source ?? String(plain ?? '') };
    }
    return undefined;
  };
  return walk(top, 0, position(0, 0));
}
