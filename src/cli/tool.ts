import { createRequire } from 'node:module';

/** Name and version as they stand in evidence. The manifest lies two folders up, in `src` as in `lib`. */
export const TOOL = {
  name: 'caa-guard',
  version: (createRequire(import.meta.url)('../../package.json') as { readonly version: string }).version,
} as const;
