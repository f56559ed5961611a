import { extraData, leafInput } from './entry.js';
import { corrupted, type LogAnswer, type LogRequest } from './log-server.js';
import { shown } from './shown.js';

/** At most so many entries come at once, whatever was asked: clients have to ask again from where it ended. */
const BATCH = 256;

/** The reading half of the API of RFC 6962, section 4. `undefined`: there is no such endpoint, or the parameters do not fit. */
export function rfc6962Answer(request: LogRequest): LogAnswer | undefined {
  const { path, query } = request;
  const { history, head } = shown(request);
  const { tree, entries } = history;
  const number = (key: string): number => {
    const text = query.get(key) ?? '';
    return /^[0-9]{1,15}$/.test(text) ? Number(text) : NaN;
  };
  switch (path) {
    case '/ct/v1/get-sth':
      return json({
        tree_size: head.size,
        timestamp: head.timestamp,
        sha256_root_hash: head.root.toString('base64'),
        tree_head_signature: head.signature.toString('base64'),
      });
    case '/ct/v1/get-entries': {
      const [start, end] = [number('start'), number('end')];
      if (!(start <= end && start < tree.size)) return undefined;
      const some = entries.slice(start, Math.min(end + 1, start + BATCH));
      const leaf = (octets: Buffer): Buffer =>
        request.fault === 'corrupt-tile' ? corrupted(octets) : octets;
      return json({
        entries: some.map((entry) => ({
          leaf_input: leaf(leafInput(entry)).toString('base64'),
          extra_data: extraData(entry).toString('base64'),
        })),
      });
    }
    case '/ct/v1/get-proof-by-hash': {
      const size = number('tree_size');
      const hash = Buffer.from(query.get('hash') ?? '', 'base64');
      const index = entries.findIndex((_, i) => tree.subtree(0, i).equals(hash));
      if (index < 0 || !(index < size && size <= tree.size)) return undefined;
      return json({ leaf_index: index, audit_path: base64s(tree.inclusion(index, size)) });
    }
    case '/ct/v1/get-sth-consistency': {
      const [first, second] = [number('first'), number('second')];
      if (!(first >= 1 && first <= second && second <= tree.size)) return undefined;
      return json({ consistency: base64s(tree.consistency(first, second)) });
    }
    case '/ct/v1/get-roots': {
      const roots = new Set(entries.map(({ chain }) => Buffer.from(chain.at(-1) ?? []).toString('base64')));
      return json({ certificates: [...roots] });
    }
    default:
      return undefined;
  }
}

function json(value: unknown): LogAnswer {
  return { type: 'application/json', body: JSON.stringify(value) };
}

function base64s(hashes: readonly Buffer[]): string[] {
  return hashes.map((hash) => hash.toString('base64'));
}
