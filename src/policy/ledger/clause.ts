import { expected, type Complaints } from '../complaints.js';
import type { LedgerEntry, SourcePosition } from '../model.js';
import { scalar, type Shape } from '../shape.js';
import type { Located } from '../locate.js';
import { ledgerEntry } from './entry.js';

/** An item of `certificates.ledger`: a file, or an entry that stands in the policy itself. */
export type LedgerItem =
  { readonly reference: string; readonly at: SourcePosition } | { readonly entry: LedgerEntry };

const path: Shape<string> = scalar({
  says: 'the path of a ledger file, as seen from this file',
  example: './caa-guard.ledger.yaml',
  schema: { minLength: 1 },
  parse: (text) => (text.trim() === '' ? { wrong: 'is empty' } : { value: text }),
});

const item: Shape<LedgerItem> = {
  says: 'a ledger file, or an entry of the ledger',
  example: path.example,
  schema: { oneOf: [path.schema, ledgerEntry.schema] },
  read(value, complaints) {
    if (value.kind === 'map') {
      const entry = ledgerEntry.read(value, complaints);
      return entry && { entry };
    }
    const reference = path.read(value, complaints);
    return reference === undefined ? undefined : { reference, at: value.at };
  },
};

/** Files and entries; a single path stands for a list of one. */
export const ledgerItems: Shape<readonly LedgerItem[]> = {
  says: 'a ledger file, or a list of files and entries',
  example: path.example,
  schema: { oneOf: [path.schema, { type: 'array', items: item.schema }] },
  read(value: Located, complaints: Complaints) {
    if (value.kind === 'map' || (value.kind === 'scalar' && value.value === null))
      return expected(ledgerItems, value, complaints);
    const all = (value.kind === 'list' ? value.items : [value]).map((one) => item.read(one, complaints));
    return all.includes(undefined) ? undefined : (all as LedgerItem[]);
  },
};
