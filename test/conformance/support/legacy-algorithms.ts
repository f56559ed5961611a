import { DEFAULT_ALGORITHMS, type AlgorithmTable } from '../../../src/dns/index.js';
import { DSA } from './dsa.js';

/** The default table with the algorithms of old test worlds accepted: DSA (3), RSASHA1 (5, 7), SHA-1 digests. */
export const LEGACY_ALGORITHMS: AlgorithmTable = {
  date: DEFAULT_ALGORITHMS.date,
  signing: DEFAULT_ALGORITHMS.signing.map((one) => {
    if (one.number === 3) return { ...one, accepted: true, verifier: DSA };
    return one.number === 5 || one.number === 7 ? { ...one, accepted: true } : one;
  }),
  digests: DEFAULT_ALGORITHMS.digests,
};

/** The same for worlds that say `harden-algo-downgrade: no`: a SHA-1 digest counts beside better ones. */
export const LENIENT_ALGORITHMS: AlgorithmTable = {
  ...LEGACY_ALGORITHMS,
  digests: LEGACY_ALGORITHMS.digests.map((one) =>
    one.accepted === 'alone' ? { ...one, accepted: 'yes' } : one,
  ),
};
