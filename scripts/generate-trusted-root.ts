import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/*
 * Writes src/ct/attestation/public-good.ts from the seeds of the npm package @sigstore/tuf, from which
 * sigstore's own TUF client starts. To renew:
 *
 *   npm pack @sigstore/tuf && tar xzf sigstore-tuf-*.tgz
 *   npx tsx scripts/generate-trusted-root.ts package/seeds.json package/package.json YYYY-MM-DD
 *
 * The day is that of the package's release.
 */
const REPOSITORY = 'https://tuf-repo-cdn.sigstore.dev';

interface Seeds {
  readonly [repository: string]: { readonly targets: { readonly [name: string]: string } };
}

const [seedsFile, packageFile, day] = process.argv.slice(2);
if (seedsFile === undefined || packageFile === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(day ?? ''))
  throw new Error('expected seeds.json, package.json and the day of the release, YYYY-MM-DD');
const seeds = JSON.parse(readFileSync(seedsFile, 'utf8')) as Seeds;
const { name, version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { name: string; version: string };
const target = seeds[REPOSITORY]?.targets['trusted_root.json'];
if (target === undefined)
  throw new Error(`expected a trusted root of ${REPOSITORY} in ${seedsFile}; none is there`);
const json = JSON.stringify(JSON.parse(Buffer.from(target, 'base64').toString('utf8')));
const source = `${name} ${version}`;
writeFileSync(
  path.join(import.meta.dirname, '../src/ct/attestation/public-good.ts'),
  `// Generated from the seeds of ${source} by scripts/generate-trusted-root.ts. Do not edit.
/* prettier-ignore */
export const PUBLIC_GOOD = {
  name: 'Sigstore’s public good instance',
  source: ${JSON.stringify(source)},
  date: ${JSON.stringify(day)},
  /** Sigstore's TrustedRoot message. */
  json: ${JSON.stringify(json)},
} as const;
`,
);
