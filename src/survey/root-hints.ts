import { CaaGuardError, messageOf } from '../base/error.js';
import { parseRecord, printRdata, RrType, type ResourceRecord, type RootHint } from '../dns/index.js';

/**
 * Reads root hints in the format of IANA's `named.root`: zone-file records, one a line; NS records of the root and
 * the addresses of the servers that they name. Throws `CaaGuardError<'ROOT_HINTS_INVALID'>`.
 */
export function parseRootHints(text: string): readonly RootHint[] {
  const records = text
    .split(/\r?\n/)
    .map((line) => line.replace(/;.*/, '').trim())
    .filter((line) => line !== '')
    .map(recordOf);
  const hints = new Map<string, { readonly name: RootHint['name']; readonly addresses: string[] }>();
  for (const record of records) {
    if (record.type === RrType.NS) continue;
    if (record.type !== RrType.A && record.type !== RrType.AAAA)
      throw invalid(`a record of type ${record.type}`);
    const hint = hints.get(record.name.key) ?? { name: record.name, addresses: [] };
    hint.addresses.push(printRdata(record));
    hints.set(record.name.key, hint);
  }
  if (hints.size === 0) throw invalid('no address at all');
  return [...hints.values()];
}

function recordOf(line: string): ResourceRecord {
  try {
    return parseRecord(line);
  } catch (cause) {
    throw invalid(`${JSON.stringify(line.slice(0, 200))}: ${messageOf(cause)}`, cause);
  }
}

function invalid(got: string, cause?: unknown): CaaGuardError<'ROOT_HINTS_INVALID'> {
  return new CaaGuardError(
    'ROOT_HINTS_INVALID',
    `expected root hints as records, one a line, such as "a.root-servers.net. 3600 A 198.41.0.4"; got ${got}`,
    { cause },
  );
}
