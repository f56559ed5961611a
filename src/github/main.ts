import { readInputs } from './inputs.js';
import { run } from './run.js';
import { systemPorts, useProxy } from './system.js';

/** The entry of the Action: reads the inputs into one object, runs, and ends with the exit code. */
const controller = new AbortController();
// The runner sends SIGINT, and SIGTERM 7.5 seconds later, when a job is cancelled.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort());

useProxy();
const code = await run(() => readInputs(process.env), systemPorts(process.env, controller.signal));
// Nothing that is still open, a silent server's connection say, may hold the job.
process.stdout.write('', () => process.exit(code));
