#!/usr/bin/env node
import { main } from './main.js';
import { systemPorts } from './system.js';

// The first Ctrl-C ends the run with what was seen so far; the second ends the process at once.
const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());
process.once('SIGTERM', () => interrupt.abort());
// A reader that goes away (`caa-guard rules | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await main(process.argv.slice(2), systemPorts(interrupt.signal));
