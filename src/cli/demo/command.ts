import type { DemoFlags } from '../commands.js';
import { EXIT } from '../exit.js';
import { paintOf } from '../paint.js';
import type { CliPorts } from '../ports.js';
import { jabberText, replayJabber } from './jabber.js';

/** `demo`: exits with 0 when the demo itself worked, whatever it shows. */
export async function runDemoCommand(flags: DemoFlags, ports: CliPorts): Promise<number> {
  const jabber = await replayJabber();
  if (flags.json === true) ports.stdout.write(`${JSON.stringify({ jabber }, null, 2)}\n`);
  else ports.stdout.write(jabberText(jabber, paintOf(flags.color, ports)));
  return EXIT.ok;
}
