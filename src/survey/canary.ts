import type { IssuanceSource } from '../ct/model.js';
import { concerns } from './concern.js';
import type { CanaryEvidence } from './evidence.js';
import { askSource, type CertificateReader } from './issuance.js';
import type { Deadline } from './limits.js';

/**
 * Asks each source for a name for which a certificate is known to be issued every day. Certificates for other names do not
 * count: whoever gives the same to every question sees nothing. Sources that undertake to show only part are not asked.
 * Never rejects.
 */
export async function askCanaries(
  sources: readonly IssuanceSource[],
  name: string,
  reader: CertificateReader,
  until: Deadline,
): Promise<readonly CanaryEvidence[]> {
  const whole = sources.filter(({ partial }) => partial !== true);
  const about = concerns(name);
  return Promise.all(
    whole.map(async (source): Promise<CanaryEvidence> => {
      const seen = await askSource(source, { domain: name, includeSubdomains: false }, reader, until);
      const starts = seen.certificates.flatMap(({ facts }) => (about(facts) ? facts.notBefore : []));
      return {
        source: source.id,
        name,
        ...(seen.failure === undefined ? {} : { failure: seen.failure }),
        ...(starts.length === 0 ? {} : { newest: Math.max(...starts) }),
      };
    }),
  );
}
