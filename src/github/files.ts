import { own, text } from '../base/text.js';
import { tallyOf } from '../report/index.js';
import { writeEvidence } from '../survey/write.js';
import type { Inputs } from './inputs.js';
import { orSay } from './or-say.js';
import type { Result, RunPorts } from './ports.js';
import { withoutToken } from './secret.js';

type Judged = Extract<Result, { ok: true }>;

/** Paths of what is left for steps that come after; `''` for what was not written. */
export interface LeftFiles {
  readonly evidence: string;
  readonly sarif: string;
}

/** Writes what later steps and other programs read. What cannot be written is said, and changes nothing that was judged. */
export async function leaveFiles(
  result: Judged,
  policies: readonly string[],
  inputs: Inputs,
  ports: RunPorts,
): Promise<LeftFiles> {
  const evidence = await evidenceFile(result, inputs, ports);
  const sarif = await sarifFile(result, policies, inputs, ports);
  const { junit } = inputs;
  if (junit !== undefined)
    await orSay(ports, own('JUnit file'), async () => {
      const { renderJunit } = await import('../report/junit.js');
      await ports.workspace.write(junit, withoutToken(renderJunit(result.judgement), inputs));
    });
  return { evidence, sarif };
}

/** Where the evidence lies. A check always writes it: what was found can then be judged again. */
async function evidenceFile({ evidence }: Judged, inputs: Inputs, ports: RunPorts): Promise<string> {
  if (inputs.mode === 'judge') return inputs.evidence ?? '';
  // It stands in the files of the shards; a merge does not hold the octets of all of them.
  if (inputs.mode === 'merge') return '';
  const place = inputs.evidence ?? `${ports.scratch}/evidence.json`;
  return orSay(ports, own('evidence'), () =>
    ports.workspace.write(place, withoutToken(writeEvidence(evidence), inputs)),
  ).then((written) => written ?? '');
}

/** GitHub closes every alert that is missing from what is uploaded: so all has to be in it that there is. */
async function sarifFile(
  { judgement }: Judged,
  policies: readonly string[],
  inputs: Inputs,
  ports: RunPorts,
): Promise<string> {
  const { sarif } = inputs;
  if (sarif === undefined) return '';
  const { findings, domains } = tallyOf(judgement);
  const part = inputs.shard !== undefined;
  if (part || findings.unseen > 0 || domains.unknown > 0 || judgement.outcome === 'unknown') {
    const why = own(part ? 'this step sees one shard' : 'something could not be seen');
    ports.log(
      text`caa-guard: no SARIF file is written, since ${why}: alerts that are not in it would be closed`,
    );
    return '';
  }
  const written = await orSay(ports, own('SARIF file'), async () => {
    const [{ renderSarif }, { RULES }] = await Promise.all([
      import('../report/sarif.js'),
      import('../rules/index.js'),
    ]);
    const { tool, ruleUrl } = ports;
    const log = renderSarif(judgement, { tool, rules: RULES, policyFiles: policies, ruleUrl });
    return ports.workspace.write(sarif, withoutToken(log, inputs));
  });
  return written ?? '';
}
