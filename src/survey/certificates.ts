import { setTimeout as sleep } from 'node:timers/promises';
import { caaDomainsOf, createCertspotterSource, readCertificate, type IssuanceSource } from '../ct/index.js';
import { systemClock } from '../dns/index.js';
import type { CtOptions } from './check-model.js';
import type { CertificateReader } from './issuance.js';

/** The ct room's own reading of certificates. */
export const certificateReader: CertificateReader = {
  read: readCertificate,
  issuerCaa: (facts) => caaDomainsOf(facts),
};

/** The source that the options name: an API of the shape of Cert Spotter's, over `fetch`. */
export function sourceOf(ct: CtOptions, fetchImpl: typeof fetch = fetch): IssuanceSource {
  return createCertspotterSource({
    ...(ct.url === undefined ? {} : { baseUrl: ct.url }),
    ...(ct.token === undefined ? {} : { token: ct.token }),
    fetch: fetchImpl,
    clock: systemClock,
    sleep: async (ms, signal) => {
      // Ended early is fine: whoever ended it looks at the signal next.
      await sleep(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
    },
    userAgent: 'caa-guard (+https://github.com/caa-guard/caa-guard)',
  });
}
