import type { CheckedSct } from '../compliance/count.js';
import { originOf } from '../log/checkpoint.js';
import type { Log, LogList } from '../loglist/model.js';
import type { ProvableLog } from './model.js';
import type { CertificateProof } from './prove.js';

/** A log of the list, as those see it who read it. */
export function provableLog({ id, description, kind, url, submissionUrl, key, mmd }: Log): ProvableLog {
  return { id, description, kind, url, origin: originOf(submissionUrl), key, mmd: mmd * 1000 };
}

/** Logs by id, for `proveCertificate`. */
export function logsOf(list: LogList): (id: string) => ProvableLog | undefined {
  const made = new Map<string, ProvableLog>();
  return (id) => {
    const known = made.get(id);
    const log = list.byId.get(id);
    if (known !== undefined || log === undefined) return known;
    const one = provableLog(log);
    made.set(id, one);
    return one;
  };
}

/** The SCTs of a proof as `countScts` takes them. One that could not be verified for want of a key is of no known log. */
export function checkedScts({ scts }: CertificateProof, list: LogList): readonly CheckedSct[] {
  return scts.map(({ logId, timestamp, signature, fault }) => ({
    sct: { logId, timestamp },
    verdict:
      signature === 'valid'
        ? { status: 'valid' }
        : signature === 'invalid'
          ? { status: 'invalid', reason: fault ?? 'signature' }
          : { status: 'unknown-log' },
    log: signature === 'no-issuer-key' ? undefined : list.byId.get(logId),
  }));
}
