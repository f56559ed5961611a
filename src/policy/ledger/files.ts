import type { Clauses, Declaration } from '../declaration.js';
import { MAX_FILES, referenced, spelling, type PolicyReader } from '../lineage.js';
import type { LedgerEntry, SourcePosition } from '../model.js';
import type { PolicyProblem } from '../problem.js';
import type { Reading } from '../reading.js';
import { unreadableWords } from '../unreadable.js';
import type { LedgerItem } from './clause.js';
import { EMPTY_LEDGER, readLedger, type Ledger } from './read.js';

export const LEDGER_CLAUSE = 'certificates.ledger';

/** The ledger files that policies name, each read once. */
export class Ledgers {
  readonly #files = new Map<string, Ledger>();

  private constructor(private readonly reader: Pick<PolicyReader, 'resolve'>) {}

  /**
   * Reads every ledger that these files name. `missing`: what a file that is not there is; `empty` is for whoever is about
   * to write it.
   */
  static *of(
    declarations: readonly Declaration[],
    reader: Pick<PolicyReader, 'resolve'>,
    problems: PolicyProblem[],
    missing: 'error' | 'empty',
  ): Reading<Ledgers> {
    const ledgers = new Ledgers(reader);
    for (const { defaults, domains } of declarations)
      for (const clauses of [defaults, ...domains.map((one) => one.clauses)])
        for (const item of itemsOf(clauses))
          if ('reference' in item) yield* ledgers.#load(item, problems, missing);
    return ledgers;
  }

  /** In the order in which they are named. */
  get files(): readonly string[] {
    return [...this.#files.keys()];
  }

  /** The entries for a domain with these clauses, and the files that they name. */
  for(
    domain: string,
    clauses: Clauses,
  ): { readonly entries: readonly LedgerEntry[]; readonly files: readonly string[] } {
    const items = itemsOf(clauses);
    const files = items.flatMap((item) => ('reference' in item ? [this.#pathOf(item)] : []));
    const entries = items.flatMap((item) =>
      'entry' in item ? [item.entry] : (this.#files.get(this.#pathOf(item))?.get(domain) ?? []),
    );
    return { entries: [...new Set(entries)], files: [...new Set(files)] };
  }

  #pathOf({ reference, at }: { readonly reference: string; readonly at: SourcePosition }): string {
    return spelling(referenced(this.reader, at.file, reference));
  }

  *#load(
    item: { readonly reference: string; readonly at: SourcePosition },
    problems: PolicyProblem[],
    missing: 'error' | 'empty',
  ): Reading<void> {
    const file = this.#pathOf(item);
    if (this.#files.has(file)) return;
    this.#files.set(file, new Map());
    if (this.#files.size > MAX_FILES) {
      const message = `expected at most ${MAX_FILES} ledger files in a run; here is one more. Merge some`;
      problems.push({ code: 'too-large', at: item.at, message });
      return;
    }
    const source = yield* this.#source(file, item.at, problems, missing);
    if (source === undefined) return;
    const { ledger, problems: found } = readLedger(file, source);
    problems.push(...found);
    this.#files.set(file, ledger);
  }

  *#source(
    file: string,
    at: SourcePosition,
    problems: PolicyProblem[],
    missing: 'error' | 'empty',
  ): Reading<string | undefined> {
    try {
      return yield file;
    } catch (thrown) {
      if (missing === 'empty' && (thrown as { readonly code?: unknown } | undefined)?.code === 'ENOENT')
        return EMPTY_LEDGER;
      const message = `expected a ledger file at ${file.slice(0, 300)}; ${unreadableWords(thrown)}. Check the path, or write a first one with \`caa-guard ledger add\` (\`caa-guard ledger propose\` writes down what CT shows)`;
      problems.push({ code: 'unreadable', at, message });
      return undefined;
    }
  }
}

function itemsOf(clauses: Clauses): readonly LedgerItem[] {
  // A clause that did not read is kept without a value.
  return (clauses.get(LEDGER_CLAUSE)?.value ?? []) as readonly LedgerItem[];
}
