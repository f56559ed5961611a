import type { CheckPorts, CtOptions } from './check-model.js';
import type { IssuanceSide } from './issuance-side.js';
import { usedLogList } from './log-list.js';
import { readLogState, writeLogState, type KeptHeads } from './log-state.js';
import { certificateReaderOf, httpOf, issuersOf, logReaderOf, sourcesOf } from './certificates.js';
import { createProver } from './prover.js';

/** Where one run asks for certificates, and how it ends. */
export interface OpenCertificates {
  readonly side: IssuanceSide;
  /** Keeps what the next run has to know. To be called once the survey is over. */
  keep(): Promise<void>;
}

/** Sets up what the options name. Throws `CaaGuardError` for a log list, a log or a kept state that does not read. */
export async function openCertificates(
  ct: CtOptions,
  ports: CheckPorts,
  now: number,
): Promise<OpenCertificates> {
  const { list, evidence } = await usedLogList(ct, { ...httpOf(ports), signal: ports.signal });
  const reader = logReaderOf(ports);
  const issuers = issuersOf(ct.issuers);
  const level = ct.proof ?? 'scts';
  const kept = await heads(level === 'inclusion' ? ports.logState : undefined);
  const prover =
    level === 'off'
      ? undefined
      : createProver({
          list,
          now,
          issuers,
          ...(level === 'inclusion' ? { reader } : {}),
          ...(ports.signal === undefined ? {} : { signal: ports.signal }),
        });
  return {
    side: {
      reader: certificateReaderOf(issuers),
      sources: sourcesOf(ct, ports, { list, reader }),
      ...(ct.canary === undefined ? {} : { canary: ct.canary }),
      ...(prover === undefined ? {} : { prover, logList: evidence }),
      keptHeads: kept,
      attestations: async () =>
        (await import('./attestation-side.js')).attestationSide(ct.attestations ?? {}, ports, httpOf(ports)),
    },
    keep: async () => {
      if (level !== 'inclusion' || prover === undefined || ports.logState === undefined) return;
      // Of a log that showed another history the old head stays: the next run has to see it again.
      const seen = await prover.consistentHeads(kept);
      await ports.logState.write(writeLogState(new Map([...kept, ...seen])));
    },
  };
}

async function heads(port: CheckPorts['logState']): Promise<KeptHeads> {
  const text = await port?.read();
  return text === undefined ? new Map() : readLogState(text);
}
