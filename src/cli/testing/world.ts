import { readFileSync } from 'node:fs';
import { readEvidence } from '../../survey/read.js';
import { replayExchange } from '../../survey/replay.js';
import { testPorts, type TestPorts } from './ports.js';

/**
 * A small world, recorded from Knot: a signed root and `example`, below it `good` (signed, CAA bound to an account),
 * `plain` (the same, not signed) and `blind` (its server is not there). Asked at the time at which it was recorded.
 */
const recorded = readEvidence(readFileSync(new URL('world.json', import.meta.url), 'utf8'));

export const WORLD_FLAGS = [
  ...['--root-hints', 'hints', '--trust-anchor', 'anchor', '--port', '5311'],
  ...['--allow-private-addresses', '--no-ct'],
];

/** A policy for names of the world; `account` is the one that is declared, 1 is deployed. */
export function worldPolicy(...domains: readonly (readonly [string, number])[]): string {
  const clauses = domains.map(([name, account]) =>
    [
      `  ${name}:`,
      '    issue:',
      `      - {ca: letsencrypt.org, account: https://acme-v02.api.letsencrypt.org/acme/acct/${account}, methods: [dns-01]}`,
      '    issuewild: none',
      ...(name.startsWith('good') ? ['    dnssec: {required: true}'] : []),
    ].join('\n'),
  );
  return ['version: 1', 'domains:', ...clauses, ''].join('\n');
}

/** Ports over the recorded world, with `files` beside its hints and anchor. Time stands still. */
export function worldPorts(files: Readonly<Record<string, string>> = {}): TestPorts {
  const stored = new Map([
    ['hints', 'a.root. 3600 A 127.0.0.61\n'],
    ['anchor', `${recorded.anchors.join('\n')}\n`],
    ...Object.entries(files),
  ]);
  return testPorts({
    stored,
    clock: { now: () => recorded.startedAt, monotonic: () => performance.now() },
    exchange: replayExchange(recorded.exchanges),
  });
}
