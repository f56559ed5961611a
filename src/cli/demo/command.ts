import type { DemoFlags } from '../commands.js';
import { EXIT } from '../exit.js';
import { printResult } from '../output.js';
import { paintOf, type Paint } from '../paint.js';
import type { CliPorts } from '../ports.js';
import { runDrift, type DriftDemo } from './drift.js';
import { jabberText } from './jabber-text.js';
import { keepRunning } from './keep.js';
import { replayJabber } from './replay.js';
import { jsonText } from '../json-text.js';

/** `demo`: exits with 0 when the demo itself worked, whatever it shows. */
export async function runDemoCommand(flags: DemoFlags, ports: CliPorts): Promise<number> {
  const paint = paintOf(flags.color, ports);
  const drift = flags.scenario === 'jabber' ? undefined : await runDrift(ports);
  try {
    if (flags.json === true) return await tellJson(flags, drift, ports);
    if (drift !== undefined) {
      ports.stdout.write(introduction(drift, paint));
      await printResult(drift.result, flags, ports);
    }
    if (flags.scenario === 'all') ports.stdout.write('\n\n');
    if (flags.scenario !== 'drift') ports.stdout.write(jabberText(await replayJabber(ports.clock), paint));
    if (flags.keep === true && drift !== undefined) await keepRunning(drift.demo, ports);
    return EXIT.ok;
  } finally {
    await drift?.demo.stop();
  }
}

async function tellJson(flags: DemoFlags, drift: DriftDemo | undefined, ports: CliPorts): Promise<number> {
  const { jsonReport } = await import('../../report/index.js');
  const told = {
    ...(drift === undefined ? {} : { drift: jsonReport(drift.result.judgement) }),
    ...(flags.scenario === 'drift' ? {} : { jabber: await replayJabber(ports.clock) }),
  };
  ports.stdout.write(jsonText(told));
  return EXIT.ok;
}

function introduction({ demo }: DriftDemo, paint: Paint): string {
  const width = Math.max(...demo.cases.map(({ name }) => name.length));
  return [
    paint.bold(
      'A lab on this machine: a signed root, TLDs and nine domains over UDP and TCP, a CT search and two logs over HTTP',
    ),
    '',
    'All was as the policy demands. Then this happened:',
    '',
    ...demo.cases.map(({ name, story }) => `  ${name.padEnd(width)}  ${story}`),
    '',
    paint.bold('$ caa-guard check'),
    '',
  ].join('\n');
}
