import type { IssuerTable } from '../issuers/model.js';
import { readSctList, type Sct, type SctList } from '../sct/sct.js';
import { sctLeafHash, verifySct, type SctFault, type SctVerdict, type SignedEntry } from '../sct/verify.js';
import { logView, type LogView } from '../x509/log-view.js';
import { proveInclusion } from './inclusion.js';
import {
  issuerCandidates,
  issuerFromLog,
  type CertificateToProve,
  type IssuerCandidate,
} from './issuer-key.js';
import type { Inclusion, InclusionRecord, ProvableLog } from './model.js';
import type { SeenLogs } from './seen-logs.js';

/** Whether the log of an SCT signed it; `no-issuer-key`: nobody says which key issued the certificate, so that it cannot be told. */
export type SctSignature = 'valid' | 'invalid' | 'unknown-log' | 'no-issuer-key';

/** One SCT of a certificate: who promised what, whether it did, and whether it kept it. */
export interface SctProof {
  /** SHA-256 of the log's key, lower-case hex. */
  readonly logId: string;
  /** As the log list calls it. */
  readonly log?: string;
  /** Unix milliseconds. */
  readonly timestamp: number;
  readonly leafIndex?: number;
  readonly signature: SctSignature;
  readonly fault?: SctFault;
  /** Only where the signature is valid. */
  readonly inclusion?: Inclusion;
  readonly record?: SctRecord;
}

/** What the verdict on one SCT rests on, for `recheckProof`. */
export interface SctRecord extends InclusionRecord {
  /** Base64. */
  readonly sct: string;
  /** SHA-256 of the issuer's SubjectPublicKeyInfo, hex: of which the log has signed. */
  readonly issuerSpkiSha256: string;
}

export interface CertificateProof {
  /** Only certificates carry SCTs; a precertificate is what they are for. `unreadable`: it cannot be told. */
  readonly kind: 'certificate' | 'precertificate' | 'unreadable';
  /** The issuing key, where a log's signature proves it: hex. */
  readonly issuerSpkiSha256?: string;
  readonly scts: readonly SctProof[];
  /** What in the SCT lists could not be read, in our own words. */
  readonly problems: readonly string[];
}

export interface ProvePorts {
  /** The log with this id (hex), of the list of logs that is trusted. */
  readonly logs: (id: string) => ProvableLog | undefined;
  /** Absent: signatures are verified, and no log is asked. */
  readonly seen?: SeenLogs;
  /** Unix milliseconds. */
  readonly now: number;
  readonly issuers?: IssuerTable;
}

/** A certificate with more SCTs than any policy asks for is not followed further. */
const MOST_SCTS = 20;

/**
 * Verifies every SCT that a certificate carries, and looks for the entry that each promises in its log. Never rejects.
 * Logs are read as `seen` bounds it; each head and tile once, for all certificates.
 */
export async function proveCertificate(
  certificate: CertificateToProve,
  ports: ProvePorts,
): Promise<CertificateProof> {
  const view = logView(certificate.der);
  if (view === undefined)
    return { kind: 'unreadable', scts: [], problems: ['the certificate cannot be read as logs read it'] };
  if (view.precertificate) return { kind: 'precertificate', scts: [], problems: [] };
  const { scts: looked, problems } = carriedScts(view);
  let judged = judge(looked, view.tbs, issuerCandidates(certificate, view, ports.issuers), ports);
  if (!judged.certain && ports.seen !== undefined) {
    const found = await issuerFromLog(looked, view.tbs, ports.logs, ports.seen);
    if (found.length > 0) judged = judge(looked, view.tbs, found, ports);
  }
  const { issuer, verdicts } = judged;
  const proofs = verdicts.map(({ sct, verdict }) => proveSct(sct, verdict, view.tbs, issuer, ports));
  return {
    kind: 'certificate',
    ...(issuer === undefined ? {} : { issuerSpkiSha256: issuer }),
    scts: await Promise.all(proofs),
    problems,
  };
}

/** The SCTs of a certificate, as far as they are looked at, and what else is in their lists. */
export function carriedScts({ sctLists }: Pick<LogView, 'sctLists'>): SctList {
  const lists = sctLists.map((list) => readSctList(list));
  const problems = lists.flatMap((list) => list.problems);
  const scts = lists.flatMap((list) => list.scts);
  if (scts.length > MOST_SCTS) problems.push(`${scts.length} SCTs are there; ${MOST_SCTS} were looked at`);
  return { scts: scts.slice(0, MOST_SCTS), problems };
}

interface Judged {
  /** Hex; absent where no log has signed for any candidate. */
  readonly issuer?: string;
  /** The key is known, whatever the SCTs say. */
  readonly certain: boolean;
  readonly verdicts: readonly { readonly sct: Sct; readonly verdict: SctVerdict | undefined }[];
}

/**
 * A candidate that any log has signed for is the issuer. Without one, SCTs are held against the key that signed the
 * certificate itself; a hint alone is never enough to call an SCT wrong.
 */
function judge(
  scts: readonly Sct[],
  tbs: Uint8Array,
  candidates: readonly IssuerCandidate[],
  { logs, now }: ProvePorts,
): Judged {
  const all = candidates.map((candidate) => ({
    candidate,
    verdicts: scts.map((sct) => ({
      sct,
      verdict: verifySct({
        sct,
        entry: entryOf(candidate.spkiSha256, tbs),
        key: logs(sct.logId)?.key,
        now,
      }),
    })),
  }));
  const proven = all.find(({ verdicts }) => verdicts.some(({ verdict }) => signedBy(verdict)));
  if (proven !== undefined)
    return { issuer: proven.candidate.spkiSha256, certain: true, verdicts: proven.verdicts };
  const signed = all.find(({ candidate }) => candidate.signed);
  if (signed !== undefined) return { certain: true, verdicts: signed.verdicts };
  return { certain: false, verdicts: scts.map((sct) => ({ sct, verdict: undefined })) };
}

function signedBy(verdict: SctVerdict): boolean {
  return verdict.status === 'valid' || (verdict.status === 'invalid' && verdict.reason === 'future');
}

async function proveSct(
  sct: Sct,
  verdict: SctVerdict | undefined,
  tbs: Uint8Array,
  issuer: string | undefined,
  { logs, seen, now }: ProvePorts,
): Promise<SctProof> {
  const log = logs(sct.logId);
  const said = {
    logId: sct.logId,
    ...(log === undefined ? {} : { log: log.description }),
    timestamp: sct.timestamp,
    ...(sct.leafIndex === undefined ? {} : { leafIndex: sct.leafIndex }),
  };
  if (log === undefined) return { ...said, signature: 'unknown-log' };
  if (verdict === undefined) return { ...said, signature: 'no-issuer-key' };
  if (verdict.status === 'invalid') return { ...said, signature: 'invalid', fault: verdict.reason };
  if (verdict.status === 'unknown-log' || issuer === undefined) return { ...said, signature: 'unknown-log' };
  if (seen === undefined) return { ...said, signature: 'valid' };
  const promised = {
    leafHash: sctLeafHash(sct, entryOf(issuer, tbs)),
    leafIndex: sct.leafIndex,
    timestamp: sct.timestamp,
  };
  const { inclusion, record } = await proveInclusion(seen.of(log), promised, now);
  return {
    ...said,
    signature: 'valid',
    inclusion,
    record: { ...record, sct: Buffer.from(sct.octets).toString('base64'), issuerSpkiSha256: issuer },
  };
}

/** What a log signs for the certificate's precertificate. */
export function entryOf(issuerSpkiSha256: string, tbs: Uint8Array): SignedEntry {
  return { kind: 'precert', issuerKeyHash: Buffer.from(issuerSpkiSha256, 'hex'), tbs };
}
