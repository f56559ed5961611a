import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createNodeExchange, systemClock, type Clock } from '../../src/dns/index.js';
import { JABBER_LEDGER, JabberReplay, type JabberEvent, type JabberKnowing } from '../../src/lab/index.js';
import { runCheck } from '../../src/survey/check.js';

const HOUR = 3_600_000;

/** The hourly run that follows a moment. */
const nextRun = (at: number): number => (Math.floor(at / HOUR) + 1) * HOUR;

/**
 * The case replayed on a virtual clock: certificates from a CA of the lab, logged in its static log, which is read directly;
 * the owner's CA is the attacker's, and CAA does not stop it.
 */
async function replay(knowing: JabberKnowing): Promise<{
  readonly runs: readonly {
    readonly event: JabberEvent;
    readonly delay: number;
    readonly told: readonly string[];
  }[];
  readonly rogue: readonly string[];
}> {
  const world = new JabberReplay('baseline', { seed: 'jabber issuance', knowing });
  const clock: Clock = { now: () => world.clock.now(), monotonic: () => systemClock.monotonic() };
  await world.start();
  const network = createNodeExchange({ clock, destinations: { allowPrivate: true } });
  const { access } = world.lab;
  const rogue: string[] = [];
  const runs: { event: JabberEvent; delay: number; told: readonly string[] }[] = [];
  try {
    for (const event of world.events) {
      world.goTo(event.at);
      const issued = world.grant(event);
      if (event.kind === 'attack')
        rogue.push(createHash('sha256').update(issued.precertificate).digest('hex'));
      world.goTo(nextRun(event.at));
      const result = await runCheck(
        {
          policies: ['jabber.yaml'],
          dns: access.dns,
          ct: {
            ...access.ct,
            sources: [{ kind: 'log', log: 'Lab log 2' }],
          },
          tool: { name: 'caa-guard', version: '0' },
        },
        {
          clock,
          exchange: world.lab.routed(network),
          readFile: async (path) => (path.endsWith(JABBER_LEDGER) ? world.ledger() : world.policy()),
        },
      );
      if (!result.ok) throw new Error(JSON.stringify(result.errors));
      const told = result.judgement.findings
        .filter(({ rule, kind, fails }) => rule.startsWith('ct/') && (fails || kind === 'unknown'))
        .map(({ rule, subject }) => `${rule} ${subject}`);
      runs.push({ event, delay: clock.now() - event.at, told: [...new Set(told)].sort() });
    }
  } finally {
    network.close();
    await world.stop();
  }
  return { runs, rogue };
}

describe('jabber.ru, with the logs themselves as the source', () => {
  it.each(['key', 'csr', 'certificate'] as const)(
    'by %s: each rogue precertificate is told by the next hourly run, and no renewal is',
    { timeout: 120_000 },
    async (knowing) => {
      const { runs, rogue } = await replay(knowing);
      expect(rogue).toHaveLength(6);
      let attacks = 0;
      for (const { event, delay, told } of runs) {
        if (event.kind === 'attack') attacks++;
        expect(delay).toBeLessThanOrEqual(HOUR);
        // what was told stays told; a renewal adds nothing
        expect(told, `${event.kind} of ${new Date(event.at).toISOString()}`).toEqual(
          rogue
            .slice(0, attacks)
            .map((sha256) => `ct/unknown-certificate ${sha256}`)
            .sort(),
        );
      }
      expect(runs.filter(({ event }) => event.kind === 'renewal')).toHaveLength(10);
    },
  );
});
