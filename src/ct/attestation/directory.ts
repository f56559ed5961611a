import { messageOf } from '../../base/error.js';
import type { AttestationFinder, FoundBundles } from './model.js';

/** Bundles of one digest that are looked at. */
export const MOST_BUNDLES = 30;

/**
 * Bundles in a directory: `<tbs sha256>.json` holds one, `<tbs sha256>.jsonl` one a line, as `gh attestation download`
 * writes them. A file that is not there is no failure: nobody attested. `readFile` rejects with a Node error.
 */
export function createDirectoryFinder(
  directory: string,
  readFile: (path: string) => Promise<string>,
): AttestationFinder {
  return {
    id: 'directory',
    async find(tbsSha256) {
      const bundles: string[] = [];
      for (const [suffix, split] of [
        ['.json', (text: string) => [text]],
        ['.jsonl', (text: string) => text.split('\n')],
      ] as const) {
        const path = `${directory}/${tbsSha256}${suffix}`;
        const text = await readFile(path).catch((thrown: unknown) =>
          (thrown as { readonly code?: unknown } | undefined)?.code === 'ENOENT'
            ? ''
            : { failure: `${path} cannot be read: ${messageOf(thrown)}` },
        );
        if (typeof text !== 'string')
          return { bundles, failure: { code: 'unreachable', detail: text.failure } };
        bundles.push(...split(text).filter((line) => line.trim() !== ''));
      }
      return bounded(bundles);
    },
  };
}

/** More than are looked at are a failure: the good one may be among the rest. */
export function bounded(bundles: readonly string[]): FoundBundles {
  if (bundles.length <= MOST_BUNDLES) return { bundles };
  const detail = `there are ${bundles.length} attestations; ${MOST_BUNDLES} are looked at`;
  return { bundles: bundles.slice(0, MOST_BUNDLES), failure: { code: 'limit', detail } };
}
