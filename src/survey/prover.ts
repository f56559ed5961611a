import { renderText } from '../base/text.js';
import {
  checkConsistency,
  checkedScts,
  countScts,
  CT_POLICIES,
  issuerTable,
  type IssuerTable,
  logsOf,
  proveCertificate,
  type LogList,
  type LogReader,
  type ProvableLog,
  type SeenLog,
  seenLogs,
} from '../ct/index.js';
import { fromBase64 } from './bytes.js';
import type { CertificateEvidence, LogEvidence, LogHeadEvidence, ProofEvidence } from './evidence.js';
import type { KeptHead, KeptHeads } from './log-state.js';

/** Says of certificates what their SCTs are worth, and of the logs it read whether they go on from where they were. */
export interface Prover {
  /** Whether logs are asked; else nothing leaves this machine. */
  readonly asksLogs: boolean;
  /** Never rejects. */
  prove(certificate: CertificateEvidence): Promise<ProofEvidence>;
  /** Every log that was read, sorted by id; `kept` are heads of an earlier run. To be called once, at the end. */
  logs(kept: KeptHeads): Promise<readonly LogEvidence[]>;
  /** Heads that were seen and that go on from the kept ones, for the next run; without a kept one, as they are. */
  consistentHeads(kept: KeptHeads): Promise<KeptHeads>;
}

export interface ProverOptions {
  readonly list: LogList;
  /** Asks logs whether they kept their promises. Absent: SCTs are verified, and no log is asked. */
  readonly reader?: LogReader;
  /** Unix milliseconds. */
  readonly now: number;
  readonly signal?: AbortSignal;
  /** Says which key may have issued, where no source does. Default: the table that ships with caa-guard. */
  readonly issuers?: IssuerTable;
}

export function createProver({ list, reader, now, signal, issuers = issuerTable() }: ProverOptions): Prover {
  const seen = reader && seenLogs(reader, { signal });
  const read = new Map<string, SeenLog>();
  const watched = seen && {
    of: (log: ProvableLog): SeenLog => {
      const one = seen.of(log);
      read.set(log.id, one);
      return one;
    },
  };
  const logs = logsOf(list);
  let asked: Promise<readonly LogEvidence[]> | undefined;
  const evidence = (kept: KeptHeads): Promise<readonly LogEvidence[]> =>
    (asked ??= Promise.all(
      [...read.values()].map((log) => logEvidence(log, kept.get(log.log.id), signal)),
    ).then((all) => all.sort((a, b) => (a.id < b.id ? -1 : 1))));
  return {
    asksLogs: reader !== undefined,
    async prove({ der, facts, issuerSpkiSha256 }) {
      const proof = await proveCertificate(
        { der: fromBase64(der), issuerSpkiSha256 },
        { logs, now, issuers, ...(watched === undefined ? {} : { seen: watched }) },
      );
      const question = {
        scts: checkedScts(proof, list),
        notBefore: facts.notBefore,
        notAfter: facts.notAfter,
      };
      const policies =
        proof.kind !== 'certificate'
          ? []
          : CT_POLICIES.map((one) => countScts(one, question)).map(
              ({ policy, outcome, needed, counted, reasons }) => ({
                policy: policy.name,
                outcome,
                needed: Number.isFinite(needed) ? needed : 0,
                counted,
                reasons: reasons.map((reason) => renderText(reason, (value) => value)),
              }),
            );
      return { sha256: facts.sha256, scts: proof.scts, problems: proof.problems, policies };
    },
    logs: evidence,
    async consistentHeads(kept) {
      const all = await evidence(kept);
      return new Map(
        all.flatMap(({ id, head, since }) =>
          // a replica that lags shows an older head: the newer one is what to go by
          head !== undefined &&
          (since === undefined || (since.consistency.state === 'consistent' && since.size <= head.size))
            ? [[id, keptOf(head)] as const]
            : [],
        ),
      );
    },
  };
}

async function logEvidence(
  seen: SeenLog,
  before: KeptHead | undefined,
  signal: AbortSignal | undefined,
): Promise<LogEvidence> {
  const { id, description } = seen.log;
  const got = await seen.head();
  if (!got.ok) return { id, description, failure: { code: got.code, detail: got.detail } };
  const head = headOf(got.value.head);
  if (before === undefined) return { id, description, head };
  const { consistency, exhibits } = await checkConsistency(before, got.value.head, seen.client, { signal });
  return {
    id,
    description,
    head,
    since: { ...headOf(before), consistency, ...(exhibits.length === 0 ? {} : { exhibits }) },
  };
}

function headOf({ size, root, timestamp, signature }: KeptHead): LogHeadEvidence {
  return { size, root: root.toString('base64'), timestamp, signature: signature.toString('base64') };
}

function keptOf({ size, root, timestamp, signature }: LogHeadEvidence): KeptHead {
  return { size, root: Buffer.from(root, 'base64'), timestamp, signature: Buffer.from(signature, 'base64') };
}
