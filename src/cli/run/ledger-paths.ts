import { messageOf } from '../../base/error.js';
import { ACME_LAYOUTS, acmeCertificates, materialPaths, type MaterialFiles } from '../../ct/ledger/index.js';
import { UsageError } from '../exit.js';
import type { LedgerAddFlags } from '../ledger-commands.js';
import type { CliPorts } from '../ports.js';

/** The files that are meant: those named one by one, and those found in folders. */
export async function pathsOf(
  files: readonly string[],
  { fromDir, fromAcme }: LedgerAddFlags,
  readers: MaterialFiles,
  ports: CliPorts,
): Promise<readonly { readonly path: string; readonly named: boolean }[]> {
  const found = [
    ...(fromDir === undefined ? [] : await listed(fromDir, () => materialPaths(readers, fromDir))),
    ...(fromAcme === undefined ? [] : await acmePaths(fromAcme, readers, ports)),
  ];
  return [...files.map((path) => ({ path, named: true })), ...found.map((path) => ({ path, named: false }))];
}

/** Where the clients keep their files when nobody says otherwise. */
function usualPlaces({ env }: CliPorts): readonly string[] {
  const home = env['HOME'];
  const below = (name: string): readonly string[] => (home === undefined ? [] : [`${home}/${name}`]);
  return [
    '/etc/letsencrypt',
    ...below('.acme.sh'),
    ...below('.lego'),
    '.lego',
    '/etc/dehydrated',
    '/var/lib/dehydrated',
  ];
}

async function acmePaths(
  given: string | true,
  readers: MaterialFiles,
  ports: CliPorts,
): Promise<readonly string[]> {
  if (given !== true) {
    const one = await listed(given, () => acmeCertificates(readers, given));
    if (one === undefined)
      throw new UsageError(
        `expected the directory of ${ACME_LAYOUTS}; ${JSON.stringify(given)} looks like none. Name the files, or use --from-dir`,
      );
    return one.paths;
  }
  const places = usualPlaces(ports);
  const found = await Promise.all(
    places.map((place) => acmeCertificates(readers, place).catch(() => undefined)),
  );
  const paths = found.flatMap((one) => one?.paths ?? []);
  if (paths.length > 0) return paths;
  throw new UsageError(
    `expected an ACME client’s files at ${places.join(', ')}; none are there, or they cannot be read. Name the directory: --from-acme DIR`,
  );
}

async function listed<T>(directory: string, list: () => Promise<T>): Promise<T> {
  try {
    return await list();
  } catch (cause) {
    throw new UsageError(`expected a directory at ${JSON.stringify(directory)}: ${messageOf(cause)}`, {
      cause,
    });
  }
}
