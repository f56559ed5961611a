import path from 'node:path';
import { readDeclaration, type Declaration } from './declaration.js';
import { readDocument } from './document.js';
import { encodingProblem } from './encoding.js';
import type { SourcePosition } from './model.js';
import { nearest } from './names.js';
import { PACKAGED } from './packaged.js';
import type { PolicyProblem } from './problem.js';
import type { Reading } from './reading.js';
import { unreadableWords } from './unreadable.js';

/** How files are reached; the loader itself touches no disk. */
export interface PolicyReader {
  /** The text of a file. Rejects if there is none; the message is shown. */
  readFile(path: string): Promise<string>;
  /** The path of `reference` as seen from the file `from`. Default: beside that file. */
  resolve?(from: string, reference: string): string;
}

/** A file with what it extends, in the order in which the layers apply: ancestors first. */
export type Lineage = readonly Declaration[];

/** Files that one run reads, those that are extended included. */
export const MAX_FILES = 500;
const PACKAGED_PREFIX = 'caa-guard:';

/** Reads files and what they extend; each file once, however many extend it. */
export class Lineages {
  readonly #lineages = new Map<string, Lineage>();

  constructor(
    private readonly reader: Pick<PolicyReader, 'resolve'>,
    private readonly problems: PolicyProblem[],
    /** Files that are read already; those that are read are added. One that cannot be read is there without a value. */
    private readonly files: Map<string, Declaration | undefined>,
  ) {}

  /** `at` is who asks for the file; `below` the files that extend each other down to it, for cycles. */
  *of(file: string, at: SourcePosition, below: readonly string[] = []): Reading<Lineage> {
    if (below.includes(file)) {
      const circle = [...below.slice(below.indexOf(file)), file].join(' extends ');
      const message = `expected policies to extend each other in one direction; ${circle}. Take one extends out`;
      this.problems.push({ code: 'extends-cycle', at, message });
      return [];
    }
    const known = this.#lineages.get(file);
    if (known !== undefined) return known;
    const declaration = yield* this.#file(file, at);
    if (declaration === undefined) return [];
    const ancestors = new Set<Declaration>();
    for (const { reference, at: where } of declaration.extends) {
      const target = reference.startsWith(PACKAGED_PREFIX)
        ? reference
        : referenced(this.reader, file, reference);
      for (const one of yield* this.of(target, where, [...below, file])) ancestors.add(one);
    }
    const lineage = [...ancestors, declaration];
    this.#lineages.set(file, lineage);
    return lineage;
  }

  *#file(file: string, at: SourcePosition): Reading<Declaration | undefined> {
    if (this.files.has(file)) return this.files.get(file);
    if (this.files.size === MAX_FILES) {
      const message = `expected at most ${MAX_FILES} policy files in a run; here is one more. Merge some`;
      this.problems.push({ code: 'too-large', at, message });
    }
    const source = this.files.size >= MAX_FILES ? undefined : yield* this.#source(file, at);
    const declaration = source === undefined ? undefined : this.#read(file, source);
    this.files.set(file, declaration);
    return declaration;
  }

  #read(file: string, source: string): Declaration | undefined {
    const encoding = encodingProblem(file, source);
    if (encoding !== undefined) {
      this.problems.push(encoding);
      return undefined;
    }
    const { root, problems } = readDocument(file, source);
    this.problems.push(...problems);
    return root && readDeclaration(file, root, { add: (problem) => void this.problems.push(problem) });
  }

  *#source(file: string, at: SourcePosition): Reading<string | undefined> {
    if (file.startsWith(PACKAGED_PREFIX)) return this.#packaged(file.slice(PACKAGED_PREFIX.length), at);
    try {
      return yield file;
    } catch (thrown) {
      const message = `expected a policy file at ${shown(file)}; ${unreadableWords(thrown)}. Check the path`;
      this.problems.push({ code: 'unreadable', at, message });
      return undefined;
    }
  }

  #packaged(name: string, at: SourcePosition): string | undefined {
    const known = Object.keys(PACKAGED);
    if (known.includes(name)) return PACKAGED[name];
    const guess = nearest(name, known);
    this.problems.push({
      code: 'extends-unknown',
      at,
      message: `expected one of the packaged policies ${known.join(', ')}; ${JSON.stringify(shown(name))} is none${guess === undefined ? '' : `; did you mean ${guess}?`}`,
      example: `${PACKAGED_PREFIX}${guess ?? 'baseline'}`,
    });
    return undefined;
  }
}

/** Cut to a length that fits a line. */
function shown(path: string): string {
  return path.length > 300 ? `${path.slice(0, 300)}…` : path;
}

/** The path of what `from` names, by the reader's own way or beside that file. */
export function referenced(reader: Pick<PolicyReader, 'resolve'>, from: string, reference: string): string {
  return (reader.resolve ?? beside)(from, reference);
}

function beside(from: string, reference: string): string {
  return path.isAbsolute(reference) ? path.normalize(reference) : path.join(path.dirname(from), reference);
}

/** One spelling for each file: `./a.yaml` is `a.yaml`. */
export function spelling(file: string): string {
  return file.startsWith(PACKAGED_PREFIX) ? file : path.normalize(file);
}
