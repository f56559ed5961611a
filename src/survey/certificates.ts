import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createCertspotterSource,
  createCrtshSource,
  createFilesSource,
  createLogReader,
  createLogSource,
  issuerTable,
  parseIssuers,
  provableLog,
  SHIPPED_ISSUERS,
  readCertificate,
  systemCertificateFiles,
  type CertificateFacts,
  type CertificateFiles,
  type IssuanceSource,
  type IssuerTable,
  type LogList,
  type LogReader,
} from '../ct/index.js';
import { tailSource } from '../ct/tail/source.js';
import { CaaGuardError } from '../base/error.js';
import type { HttpPorts } from '../ct/reader/get.js';
import type { Clock } from '../dns/model.js';
import type { CtOptions } from './check-model.js';
import type { CertificateReader } from './issuance.js';
import type { SourceSpec } from './source-spec.js';

/**
 * The table of issuers that ships with caa-guard and, beside it, one that `caa-guard refresh issuers` wrote (its text).
 * Throws `CaaGuardError<'ISSUERS_INVALID'>`.
 */
export function issuersOf(text?: string): IssuerTable {
  const groups = text === undefined ? [] : parseIssuers(text);
  return issuerTable({ groups: [...SHIPPED_ISSUERS, ...groups] });
}

/** The ct room's own reading of certificates, with a table of issuers. */
export function certificateReaderOf(table: IssuerTable): CertificateReader {
  const read = new WeakMap<Uint8Array, CertificateFacts>();
  return {
    // a source may give the same octets for every domain of a run
    read: (der) => {
      const known = read.get(der) ?? readCertificate(der);
      read.set(der, known);
      return known;
    },
    issuerCaa: ({ authorityKeyId }) => table.caaDomains(keyOf(authorityKeyId)),
  };
}

function keyOf(authorityKeyId: string | undefined): { readonly authorityKeyId?: string } {
  return authorityKeyId === undefined ? {} : { authorityKeyId };
}

/** The outside of the sources. */
export interface SourcePorts {
  readonly clock: Clock;
  /** Default: the global one. */
  readonly fetch?: typeof fetch;
  /** Default: the file system. */
  readonly certificateFiles?: CertificateFiles;
}

const USER_AGENT = 'caa-guard (+https://github.com/org/caa-guard)';
/** Entries of a log that is read as a source: its last ones. */
const LAST_ENTRIES = 20_000;

/** What asking over HTTP takes, for sources, logs and whoever else is asked. */
export function httpOf(ports: SourcePorts): HttpPorts & { readonly userAgent: string } {
  return {
    fetch: ports.fetch ?? fetch,
    clock: ports.clock,
    sleep: async (ms: number, signal?: AbortSignal): Promise<void> => {
      // Ended early is fine: whoever ended it looks at the signal next.
      await sleep(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
    },
    random: () => randomInt(2 ** 32) / 2 ** 32,
    userAgent: USER_AGENT,
  };
}

/** Asks logs over HTTP. */
export function logReaderOf(ports: SourcePorts): LogReader {
  return createLogReader(httpOf(ports));
}

/** The sources that the options name, each once. Throws `CaaGuardError<'SOURCE_INVALID'>` for a log that no list has. */
export function sourcesOf(
  ct: CtOptions,
  ports: SourcePorts,
  logs: { readonly list: LogList; readonly reader: LogReader },
): readonly IssuanceSource[] {
  const named: readonly SourceSpec[] =
    ct.sources === undefined || ct.sources.length === 0 ? [{ kind: 'certspotter' }] : ct.sources;
  const specs = [...new Map(named.map((one) => [JSON.stringify(one), one])).values()];
  return specs.map((spec) => ({ ...sourceOf(spec, ct, ports, logs), id: idOf(spec) }));
}

/** As a person named it: two sources of one kind have to be told apart. */
function idOf(spec: SourceSpec): string {
  const where = 'path' in spec ? spec.path : 'log' in spec ? spec.log : spec.url;
  return where === undefined ? spec.kind : `${spec.kind}=${where}`;
}

function sourceOf(
  spec: SourceSpec,
  ct: CtOptions,
  ports: SourcePorts,
  { list, reader }: { readonly list: LogList; readonly reader: LogReader },
): IssuanceSource {
  switch (spec.kind) {
    case 'certspotter': {
      const baseUrl = spec.url ?? ct.url;
      return createCertspotterSource({
        ...httpOf(ports),
        ...(baseUrl === undefined ? {} : { baseUrl }),
        ...(ct.token === undefined ? {} : { token: ct.token }),
      });
    }
    case 'crtsh':
      return createCrtshSource({
        ...httpOf(ports),
        ...(spec.url === undefined ? {} : { baseUrl: spec.url }),
      });
    case 'files':
      return createFilesSource({
        path: spec.path,
        files: ports.certificateFiles ?? systemCertificateFiles,
      });
    case 'tail':
      return tailSource({ directory: spec.path, now: () => ports.clock.now() });
    case 'log':
      return createLogSource({
        log: provableLog(logNamed(spec.log, list)),
        reader,
        clock: ports.clock,
        range: { last: LAST_ENTRIES },
      });
  }
}

function logNamed(name: string, list: LogList): LogList['logs'][number] {
  const found = list.logs.find(({ id, description }) => id === name.toLowerCase() || description === name);
  if (found !== undefined) return found;
  const some = list.logs.slice(0, 5).map(({ description }) => JSON.stringify(description));
  throw new CaaGuardError(
    'SOURCE_INVALID',
    `expected a log of the list of logs, by its description or its id in hex; ${JSON.stringify(name.slice(0, 200))} is none. ` +
      `The list has ${list.logs.length}: ${some.join(', ')}${list.logs.length > some.length ? ' ...' : ''}`,
  );
}
