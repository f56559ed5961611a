import type { MaterialFiles } from './files.js';

/** The certificates that an ACME client keeps in a directory, newest and old. */
export interface AcmeCertificates {
  readonly client: 'certbot' | 'lego' | 'acme.sh' | 'dehydrated';
  readonly paths: readonly string[];
}

/** How the directories look, for whoever gives another one. */
export const ACME_LAYOUTS =
  'certbot (archive/NAME/certN.pem), lego (certificates/NAME.crt and NAME.json), acme.sh (NAME/ or NAME_ecc/ with NAME.cer) ' +
  'or dehydrated (certs/NAME/cert-*.pem)';

const MOST = 10_000;
type Entry = Awaited<ReturnType<MaterialFiles['list']>>[number];

/**
 * Finds out by its layout which client keeps a directory, and gives the files with the certificates themselves: no chains
 * and no keys. `undefined` if it is none that is known. Rejects with a Node error if the directory cannot be read.
 */
export async function acmeCertificates(
  files: MaterialFiles,
  directory: string,
): Promise<AcmeCertificates | undefined> {
  const root = directory.replace(/(.)\/+$/, '$1');
  const top = await files.list(root, MOST);
  const below = (name: string): Promise<readonly Entry[]> =>
    has(top, name) ? files.list(`${root}/${name}`, MOST) : Promise.resolve([]);
  return (
    (await certbot(files, root, await below('archive'))) ??
    lego(root, await below('certificates')) ??
    (await dehydrated(files, root, await below('certs'))) ??
    (await acmeSh(files, root, top))
  );
}

function has(entries: readonly Entry[], name: string): boolean {
  return entries.some((one) => one.kind === 'directory' && one.name === name);
}

/** archive/NAME/cert1.pem, cert2.pem ...: one for each renewal; live/NAME links to the newest. */
async function certbot(
  files: MaterialFiles,
  root: string,
  lineages: readonly Entry[],
): Promise<AcmeCertificates | undefined> {
  const paths = await inEach(files, `${root}/archive`, lineages, () => /^cert\d+\.pem$/);
  return paths.length === 0 ? undefined : { client: 'certbot', paths };
}

/** certificates/NAME.crt with NAME.json beside it; NAME.issuer.crt is the chain. The last renewal only. */
function lego(root: string, entries: readonly Entry[]): AcmeCertificates | undefined {
  const names = new Set(entries.map(({ name }) => name));
  const paths = [...names]
    .filter((name) => name.endsWith('.crt') && !name.endsWith('.issuer.crt'))
    .filter((name) => names.has(name.replace(/\.crt$/, '.json')))
    .map((name) => `${root}/certificates/${name}`);
  return paths.length === 0 ? undefined : { client: 'lego', paths };
}

/** certs/NAME/cert-1700000000.pem for each renewal; cert.pem links to the newest. */
async function dehydrated(
  files: MaterialFiles,
  root: string,
  entries: readonly Entry[],
): Promise<AcmeCertificates | undefined> {
  const paths = await inEach(files, `${root}/certs`, entries, () => /^cert-\d+\.pem$/);
  return paths.length === 0 ? undefined : { client: 'dehydrated', paths };
}

/** NAME/NAME.cer, or NAME_ecc/NAME.cer; ca.cer and fullchain.cer are the chain. The last renewal only. */
async function acmeSh(
  files: MaterialFiles,
  root: string,
  top: readonly Entry[],
): Promise<AcmeCertificates | undefined> {
  const paths = await inEach(
    files,
    root,
    top,
    (directory) => new RegExp(`^${escaped(directory.replace(/_ecc$/, ''))}\\.cer$`),
  );
  return paths.length === 0 ? undefined : { client: 'acme.sh', paths };
}

/** The files in each of these directories whose names fit; bounded over all. */
async function inEach(
  files: MaterialFiles,
  root: string,
  entries: readonly Entry[],
  fits: (directory: string) => RegExp,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { name, kind } of entries) {
    if (kind !== 'directory' || found.length >= MOST) continue;
    const pattern = fits(name);
    for (const one of await files.list(`${root}/${name}`, MOST))
      if (one.kind === 'file' && pattern.test(one.name)) found.push(`${root}/${name}/${one.name}`);
  }
  return found;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
