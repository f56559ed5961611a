import { setTimeout as sleep } from 'node:timers/promises';
import {
  caaDomainsOf,
  createCertspotterSource,
  createCrtshSource,
  createFilesSource,
  readCertificate,
  systemCertificateFiles,
  type CertificateFiles,
  type IssuanceSource,
} from '../ct/index.js';
import type { Clock } from '../dns/model.js';
import type { CtOptions } from './check-model.js';
import type { CertificateReader } from './issuance.js';
import type { SourceSpec } from './source-spec.js';

/** The ct room's own reading of certificates. */
export const certificateReader: CertificateReader = {
  read: readCertificate,
  issuerCaa: (facts) => caaDomainsOf(facts),
};

/** The outside of the sources. */
export interface SourcePorts {
  readonly clock: Clock;
  /** Default: the global one. */
  readonly fetch?: typeof fetch;
  /** Default: the file system. */
  readonly certificateFiles?: CertificateFiles;
}

const USER_AGENT = 'caa-guard (+https://github.com/caa-guard/caa-guard)';

/** The sources that the options name, each once. */
export function sourcesOf(ct: CtOptions, ports: SourcePorts): readonly IssuanceSource[] {
  const named: readonly SourceSpec[] =
    ct.sources === undefined || ct.sources.length === 0 ? [{ kind: 'certspotter' }] : ct.sources;
  const specs = [...new Map(named.map((one) => [JSON.stringify(one), one])).values()];
  return specs.map((spec) => {
    const source = sourceOf(spec, ct, ports);
    return { ...source, id: idOf(spec) };
  });
}

/** As a person named it: two sources of one kind have to be told apart. */
function idOf(spec: SourceSpec): string {
  const where = 'path' in spec ? spec.path : spec.url;
  return where === undefined ? spec.kind : `${spec.kind}=${where}`;
}

function sourceOf(spec: SourceSpec, ct: CtOptions, ports: SourcePorts): IssuanceSource {
  const http = {
    fetch: ports.fetch ?? fetch,
    clock: ports.clock,
    sleep: async (ms: number, signal?: AbortSignal): Promise<void> => {
      // Ended early is fine: whoever ended it looks at the signal next.
      await sleep(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
    },
    userAgent: USER_AGENT,
  };
  switch (spec.kind) {
    case 'certspotter': {
      const baseUrl = spec.url ?? ct.url;
      return createCertspotterSource({
        ...http,
        ...(baseUrl === undefined ? {} : { baseUrl }),
        ...(ct.token === undefined ? {} : { token: ct.token }),
      });
    }
    case 'crtsh':
      return createCrtshSource({ ...http, ...(spec.url === undefined ? {} : { baseUrl: spec.url }) });
    case 'files':
      return createFilesSource({
        path: spec.path,
        files: ports.certificateFiles ?? systemCertificateFiles,
      });
  }
}
