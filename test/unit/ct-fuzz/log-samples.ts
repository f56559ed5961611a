import { TreeLog } from '../../../src/lab/ct/logs/tree-log.js';
import {
  extraData,
  leafIndexExtension,
  leafInput,
  tileLeaf,
  type LogEntry,
} from '../../../src/lab/ct/logs/entry.js';
import type { LabLog } from '../../../src/lab/ct/log.js';
import { readLogKey, sthJson, type LogKey } from '../../../src/ct/log/index.js';

export const NOW = Date.parse('2026-11-23T12:00:00Z');
export const ORIGIN = 'log.lab.test/2026h2';

export const LOG = new TreeLog({ description: 'fuzz', kind: 'static', origin: ORIGIN });
export const KEY: LogKey = keyOf(LOG);

export function keyOf({ publicKey }: LabLog): LogKey {
  const key = readLogKey(publicKey);
  if (key === undefined) throw new Error('expected the key of a log of the lab');
  return key;
}

export const ENTRIES: readonly LogEntry[] = Array.from({ length: 5 }, (_, i) => ({
  issuerSpki: Buffer.from(`issuer ${i}`),
  tbs: Buffer.from(`tbs ${i}`.repeat(1 + 5 * i)),
  timestamp: NOW - i,
  precertificate: Buffer.from(`precertificate ${i}`),
  chain: [Buffer.from('intermediate'), Buffer.from('root')].slice(0, i % 3),
  extensions: leafIndexExtension(i),
}));

const scts = ENTRIES.map((entry) => LOG.add(entry));
const u16 = (octets: Buffer): Buffer =>
  Buffer.concat([Buffer.of(octets.length >> 8, octets.length & 255), octets]);
const history = LOG.history('main', NOW);

/** A certificate's entry, which the lab's CA does not make: u64 timestamp, type 0, u24 certificate, u16 extensions. */
const CERTIFICATE = Buffer.from('0000018bcfe568000000000003cafe010000', 'hex');

export const TILE = Buffer.concat([...ENTRIES.map(tileLeaf), CERTIFICATE, Buffer.alloc(2)]);
export const TILE_WIDTH = ENTRIES.length + 1;
export const LEAF = leafInput(ENTRIES[1] ?? ENTRIES[0]!);
export const EXTRA = extraData(ENTRIES[2] ?? ENTRIES[0]!);
export const SCT = scts[0]!;
export const SCT_LIST = u16(Buffer.concat(scts.map(u16)));
export const CHECKPOINT = Buffer.from(LOG.checkpoint(LOG.head(history, NOW)));
export const TREE = history.tree;

const base64s = (hashes: readonly Buffer[]): string[] => hashes.map((hash) => hash.toString('base64'));

/** An answer of each kind, as text. */
export const ANSWERS: readonly string[] = [
  sthJson(LOG.head(history, NOW)),
  JSON.stringify({ leaf_index: 3, audit_path: base64s(TREE.inclusion(3)) }),
  JSON.stringify({ consistency: base64s(TREE.consistency(3)) }),
  JSON.stringify({
    entries: [{ leaf_input: LEAF.toString('base64'), extra_data: EXTRA.toString('base64') }],
  }),
  JSON.stringify({ certificates: ['AAAA'] }),
  '{"tree_size": 18446744073709551615, "a": [1.5e3, -0, true, null, "\\u00e9\\n"]}',
  JSON.stringify({
    version: '1',
    log_list_timestamp: '2026-11-01T00:00:00Z',
    operators: [
      {
        name: 'Lab',
        logs: [
          {
            description: 'one',
            log_id: KEY.id.toString('base64'),
            key: LOG.publicKey.toString('base64'),
            url: 'https://log.lab.test/2026h2/',
            mmd: 60,
            state: { readonly: { timestamp: '2026-11-01T00:00:00Z', final_tree_head: { tree_size: 5 } } },
            temporal_interval: {
              start_inclusive: '2026-01-01T00:00:00Z',
              end_exclusive: '2027-01-01T00:00:00Z',
            },
            previous_operators: [{ name: 'x', end_time: '2026-01-01T00:00:00Z' }],
          },
        ],
        tiled_logs: [{}],
      },
    ],
  }),
];
