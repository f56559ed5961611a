import { messageOf } from '../../base/error.js';
import type { Clauses, Declaration } from '../declaration.js';
import { MAX_FILES, referenced, spelling, type PolicyReader } from '../lineage.js';
import type { LedgerEntry, SourcePosition } from '../model.js';
import type { PolicyProblem } from '../problem.js';
import type { LedgerItem } from './clause.js';
import { EMPTY_LEDGER, readLedger, type Ledger } from './read.js';

export const LEDGER_CLAUSE = 'certificates.ledger';

/** The ledger files that policies name, each read once. */
export class Ledgers {
  readonly #files = new Map<string, Ledger>();

  private constructor(private readonly reader: PolicyReader) {}

  /**
   * Reads every ledger that these files name. `missing`: what a file that is not there is; `empty` is for whoever is about
   * to write it.
   */
  static async of(
    declarations: readonly Declaration[],
    reader: PolicyReader,
    problems: PolicyProblem[],
    missing: 'error' | 'empty',
  ): Promise<Ledgers> {
    const ledgers = new Ledgers(reader);
    for (const { defaults, domains } of declarations)
      for (const clauses of [defaults, ...domains.map((one) => one.clauses)])
        for (const item of itemsOf(clauses))
          if ('reference' in item) await ledgers.#load(item, problems, missing);
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

  async #load(
    item: { readonly reference: string; readonly at: SourcePosition },
    problems: PolicyProblem[],
    missing: 'error' | 'empty',
  ): Promise<void> {
    const file = this.#pathOf(item);
    if (this.#files.has(file)) return;
    this.#files.set(file, new Map());
    if (this.#files.size > MAX_FILES) {
      const message = `expected at most ${MAX_FILES} ledger files in a run; here is one more. Merge some`;
      problems.push({ code: 'too-large', at: item.at, message });
      return;
    }
    const source = await this.#source(file, item.at, problems, missing);
    if (source === undefined) return;
    const { ledger, problems: found } = readLedger(file, source);
    problems.push(...found);
    this.#files.set(file, ledger);
  }

  async #source(
    file: string,
    at: SourcePosition,
    problems: PolicyProblem[],
    missing: 'error' | 'empty',
  ): Promise<string | undefined> {
    try {
      return await this.reader.readFile(file);
    } catch (thrown) {
      if (missing === 'empty' && (thrown as { readonly code?: unknown } | undefined)?.code === 'ENOENT')
        return EMPTY_LEDGER;
      const message = `expected a ledger file at ${file.slice(0, 300)}; it cannot be read: ${messageOf(thrown)}. Check the path, or write a first one with \`caa-guard ledger add\``;
      problems.push({ code: 'unreadable', at, message });
      return undefined;
    }
  }
}

function itemsOf(clauses: Clauses): readonly LedgerItem[] {
  // A clause that did not read is kept without a value.
  return (clauses.get(LEDGER_CLAUSE)?.value ?? []) as readonly LedgerItem[];
}
