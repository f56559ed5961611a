import { readInputs } from './inputs.js';
import { run } from './run.js';
import { systemPorts, useProxy } from './system.js';

/** The entry of the Action: reads the inputs into one object, runs, and ends with the exit code. */
const controller = new AbortController();
// The runner sends SIGINT, and SIGTERM 7.5 seconds later, when a job is cancelled.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort());

const ports = systemPorts(process.env, controller.signal);
const work = run(() => {
  useProxy();
  return readInputs(process.env);
}, ports);
// Node would end with 1 here, which is the code for drift: a fault of ours has to look like one.
const fault = new Promise<number>((resolve) => {
  process.once('uncaughtException', (error) => {
    void run(() => {
      throw error;
    }, ports).then(resolve);
  });
});
const code = await Promise.race([work, fault]);
// Nothing that is still open, a silent server's connection say, may hold the job.
process.stdout.write('', () => process.exit(code));
