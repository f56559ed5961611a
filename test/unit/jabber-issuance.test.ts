import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createNodeExchange, systemClock, type Clock } from '../../src/dns/index.js';
import {
  JABBER_KNOWINGS,
  JABBER_LEDGER,
  OWNER_WORKFLOW,
  JabberReplay,
  type JabberEvent,
  type JabberKnowing,
} from '../../src/lab/index.js';
import { runCheck } from '../../src/survey/check.js';
import type { AttestationOptions } from '../../src/survey/check-model.js';

const HOUR = 3_600_000;

/** The hourly run that follows a moment. */
const nextRun = (at: number): number => (Math.floor(at / HOUR) + 1) * HOUR;

interface Attesting {
  readonly options: AttestationOptions;
  /** A bundle for the certificate with this TBS digest, as JSON text. */
  bundle(tbsSha256: string): Promise<string>;
}

/**
 * The case replayed on a virtual clock: certificates from a CA of the lab, logged in its static log, which is read directly;
 * the owner's CA is the attacker's, and CAA does not stop it.
 */
async function replay(
  knowing: JabberKnowing,
  attest?: Attesting,
): Promise<{
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
  const bundles = new Map<string, string>();
  const readFile = async (path: string): Promise<string> => {
    if (path.endsWith(JABBER_LEDGER)) return world.ledger();
    if (!path.startsWith('attestations/')) return world.policy();
    const bundle = bundles.get(path);
    if (bundle === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    return bundle;
  };
  const runs: { event: JabberEvent; delay: number; told: readonly string[] }[] = [];
  try {
    for (const event of world.events) {
      world.goTo(event.at);
      const issued = world.grant(event);
      if (event.kind === 'renewal' && attest !== undefined)
        bundles.set(`attestations/${issued.tbsSha256}.json`, await attest.bundle(issued.tbsSha256));
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
            ...(attest === undefined ? {} : { attestations: attest.options }),
          },
          tool: { name: 'caa-guard', version: '0' },
        },
        {
          clock,
          exchange: world.lab.routed(network),
          readFile,
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

/** A Sigstore instance of the time of the case, whose attestations are those of the owner's workflow. */
async function attesting(): Promise<Attesting> {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2022-07-31T00:00:00Z') });
  const { sigstoreInstance } = await import('../../src/ct/attestation/testing/sigstore.js');
  const { repository, workflow, ref } = OWNER_WORKFLOW;
  const instance = await sigstoreInstance('logged');
  return {
    options: { directory: 'attestations', github: 'off', trustedRoot: instance.root },
    bundle: async (digest) =>
      JSON.stringify(
        await instance.make({
          digest,
          subject: `https://github.com/${repository}/${workflow}@${ref}`,
          source: `https://github.com/${repository}`,
        }),
      ),
  };
}

afterEach(() => vi.useRealTimers());

describe('jabber.ru, with the logs themselves as the source', () => {
  it.each(JABBER_KNOWINGS)(
    'by %s: each rogue precertificate is told by the next hourly run, and no renewal is',
    { timeout: 120_000 },
    async (knowing) => {
      const { runs, rogue } = await replay(
        knowing,
        knowing === 'attestation' ? await attesting() : undefined,
      );
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
