import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

/** What was asked of node:crypto. */
export interface CryptoWork {
  /** Signatures verified. */
  verifications: number;
  /** SHA-1 computed: NSEC3 takes one a name, and one more an iteration. */
  sha1: number;
  /** Other digests computed: those of DS records. */
  digests: number;
}

/**
 * Counts what `work` really asks of node:crypto, not what a budget believes that it does. It stands in for the module's
 * own functions meanwhile, so nothing else may run beside it.
 */
export async function countedCrypto<T>(
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly crypto: Readonly<CryptoWork> }> {
  const counted: CryptoWork = { verifications: 0, sha1: 0, digests: 0 };
  const { verify, createHash, hash } = crypto;
  const own = {
    verify: (...args: Parameters<typeof verify>) => {
      counted.verifications++;
      return verify(...args);
    },
    createHash: (...args: Parameters<typeof createHash>) => {
      counted[args[0] === 'sha1' ? 'sha1' : 'digests']++;
      return createHash(...args);
    },
    hash: (...args: Parameters<typeof hash>) => {
      counted[args[0] === 'sha1' ? 'sha1' : 'digests']++;
      return hash(...args);
    },
  };
  Object.assign(crypto, own);
  syncBuiltinESMExports();
  try {
    return { result: await work(), crypto: counted };
  } finally {
    Object.assign(crypto, { verify, createHash, hash });
    syncBuiltinESMExports();
  }
}
