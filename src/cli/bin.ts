#!/usr/bin/env node
import { EXIT } from './exit.js';
import { faultText } from './fault.js';
import { main } from './main.js';
import { screen } from '../report/screen.js';
import { systemPorts } from './system.js';

// The first Ctrl-C ends the run with what was seen so far; the second ends the process at once.
const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());
process.once('SIGTERM', () => interrupt.abort());
// A reader that goes away (`caa-guard rules | head`) is no failure. A full disk is one, and none of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return;
  const words = `error: expected to write to standard output: ${error.message}. What was to be printed is lost\n`;
  process.stderr.write(screen(words), () => process.exit(EXIT.usage));
});
// There is no place left to say it; what was found, and the exit code, stay true.
process.stderr.on('error', () => undefined);

// Node would end with 1 here, which is the code for drift: a fault of ours must not look like one.
for (const event of ['uncaughtException', 'unhandledRejection'] as const)
  process.once(event, (thrown: unknown) => {
    process.stderr.write(screen(faultText(thrown)), () => process.exit(EXIT.unknown));
  });

process.exitCode = await main(process.argv.slice(2), systemPorts(interrupt.signal));
