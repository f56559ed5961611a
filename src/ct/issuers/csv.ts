/** Why a text is no CSV, and in which line. */
export interface CsvFault {
  readonly line: number;
  readonly problem: string;
}

/**
 * CSV as RFC 4180 has it, strictly: fields in quotes may hold commas, line breaks and doubled quotes; a quote anywhere
 * else, or one that is never closed, is a fault, since whatever follows would be read as something else. Lines may end in
 * LF; a byte order mark is passed over. `most` bounds the rows.
 */
export function readCsv(
  text: string,
  most = 100_000,
): { readonly rows: readonly (readonly string[])[] } | CsvFault {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = text.startsWith('\ufeff') ? 1 : 0;
  let line = 1;
  const fault = (problem: string): CsvFault => ({ line, problem });
  while (at < text.length) {
    if (rows.length >= most) return fault(`there are more than ${most} rows`);
    let field: string;
    if (text[at] === '"') {
      const end = closing(text, at + 1);
      if (end < 0) return fault('a quote is never closed');
      field = text.slice(at + 1, end).replaceAll('""', '"');
      line += field.split('\n').length - 1;
      at = end + 1;
    } else {
      const end = next(text, at);
      field = text.slice(at, end);
      if (field.includes('"')) return fault('a quote stands within a field that does not begin with one');
      at = end;
    }
    row.push(field);
    if (text[at] === ',') {
      at++;
      if (at < text.length) continue;
      row.push('');
    } else if (text[at] === '\r' && text[at + 1] === '\n') at += 2;
    else if (text[at] === '\n') at++;
    else if (at < text.length) return fault('something stands behind the closing quote of a field');
    rows.push(row);
    row = [];
    line++;
  }
  return { rows };
}

/** The place of the quote that closes a field; -1: there is none. */
function closing(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2))
    if (text[at + 1] !== '"') return at;
  return -1;
}

/** Where a field without quotes ends. */
function next(text: string, from: number): number {
  const ends = /,|\r\n|\n/g;
  ends.lastIndex = from;
  return ends.exec(text)?.index ?? text.length;
}
