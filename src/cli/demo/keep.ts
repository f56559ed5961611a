import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Demo } from '../../lab/index.js';
import type { CliPorts } from '../ports.js';

/** Keeps the lab up until Ctrl-C, with its files in a temporary folder and the command that checks it. */
export async function keepRunning(demo: Demo, { stdout, signal }: CliPorts): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'caa-guard-demo-'));
  try {
    const { dns, ct } = demo.lab.access;
    const file = (name: string): string => path.join(folder, name);
    await writeFile(file('caa-guard.yaml'), demo.policy());
    await writeFile(file('root.hints'), dns.rootHints ?? '');
    await writeFile(file('root.ds'), dns.trustAnchor ?? '');
    await writeFile(file('log-list.json'), ct.logList.text);
    await writeFile(file('issuers.json'), ct.issuers);
    stdout.write(
      `\nThe lab keeps running until Ctrl-C. In another terminal:\n\n${
        dns.port === undefined
          ? '  Here each server has a port of its own, which no flag can say: the lab can be looked at by this demo only.'
          : commands(file, demo.lab.access)
      }\n`,
    );
    await new Promise<void>((resolve) => {
      // An open handle keeps the process alive while nothing happens.
      const timer = setInterval(() => undefined, 60_000);
      const end = (): void => {
        clearInterval(timer);
        resolve();
      };
      if (signal.aborted) end();
      else signal.addEventListener('abort', end, { once: true });
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The check of the demo, a policy and a ledger begun, and the logs read by themselves: lines that a shell takes as they stand. */
function commands(file: (name: string) => string, { dns, ct }: Demo['lab']['access']): string {
  const lines = (command: string, ...rest: readonly string[]): string =>
    [command, ...rest.map((one) => `    ${one}`)].join(' \\\n');
  const look = [
    `--root-hints ${file('root.hints')} --trust-anchor ${file('root.ds')}`,
    `--port ${dns.port} --allow-private-addresses`,
  ];
  const tables = `--log-list ${file('log-list.json')} --issuers ${file('issuers.json')}`;
  const check = lines(
    `  caa-guard check -p ${file('caa-guard.yaml')}`,
    ...look,
    `--ct-url ${ct.url} --ct-proof ${ct.proof}`,
    tables,
  );
  const init = lines('  caa-guard init jabber.example', ...look, `--ct-url ${ct.url} ${tables}`);
  const propose = lines('  caa-guard ledger propose', `--ct-url ${ct.url} ${tables}`);
  const tail = lines(
    `  caa-guard tail --once --state ${file('tail')}`,
    `-p ${file('caa-guard.yaml')} --log-list ${file('log-list.json')}`,
  );
  return `${check}\n\nA first policy from what is deployed, and a first ledger for it:\n\n${init}\n\n${propose}\n\nAnd what its two logs hold, read entry by entry (then add --ct-source tail=${file('tail')} to the check):\n\n${tail}`;
}
