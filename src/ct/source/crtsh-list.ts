import { parseList, type ListFailure } from './json.js';

/** A row of crt.sh's answer: a certificate by its id, and how many rows of its index the search looked at for it. */
export interface CrtshRow {
  readonly id: string;
  readonly serial?: string;
  /** Absent in answers of older servers. */
  readonly rows?: number;
}

/**
 * Rows of crt.sh's index that a search looks at, in no order, before it groups them (certwatch_db, fnc/web_apis.fnc:
 * `c_resultLimit`). Its JSON does not say that there was more; its rows do, since each counts those it was made from.
 */
export const CRTSH_ROW_LIMIT = 10_000;

/** Reads an array of `{id, serial_number, result_count, ...}`; what else crt.sh says is not believed. */
export function readCrtshList(body: string): { readonly rows: readonly CrtshRow[] } | ListFailure {
  const list = parseList(body);
  if ('failure' in list) return list;
  const rows: CrtshRow[] = [];
  for (const item of list.items) {
    const row = rowOf(item);
    if (row === undefined)
      return { failure: 'bad-shape', detail: `row ${rows.length} of the list has no usable id` };
    rows.push(row);
  }
  return { rows };
}

function rowOf(item: unknown): CrtshRow | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const { id, serial_number: serial, result_count: rows } = item as Readonly<Record<string, unknown>>;
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id <= 0) return undefined;
  return {
    id: String(id),
    ...(typeof serial === 'string' && /^[0-9a-f]{1,80}$/i.test(serial) ? { serial } : {}),
    ...(typeof rows === 'number' && Number.isSafeInteger(rows) && rows >= 0 ? { rows } : {}),
  };
}

/** Why the list may lack something though nothing in it says so; `undefined`: it is whole. */
export function truncation(rows: readonly CrtshRow[]): string | undefined {
  if (rows.length === 0) return undefined;
  if (rows.some((row) => row.rows === undefined))
    return 'crt.sh does not say how many rows of its index it looked at, so that it cannot be told whether some are missing';
  const sum = rows.reduce((total, row) => total + (row.rows ?? 0), 0);
  return sum < CRTSH_ROW_LIMIT
    ? undefined
    : `crt.sh looked at ${sum} rows of its index and looks at no more than ${CRTSH_ROW_LIMIT}: what it shows is a part, by chance`;
}
