import { createDemo, type Demo } from '../../lab/index.js';
import { createNodeExchange } from '../../dns/index.js';
import { runCheck } from '../../survey/check.js';
import type { CheckResult } from '../../survey/check-model.js';
import { SURVEY_LIMITS } from '../../survey/limits.js';
import type { CliPorts } from '../ports.js';
import { TOOL } from '../tool.js';

/** Milliseconds for one domain: the one whose servers are silent shall not make everybody wait for long. */
const DOMAIN_MS = 4_000;
/**
 * A domain takes some ten times as long as it takes to make the lab. So it gets this many times that where a machine is slow
 * or busy: else the others were cut short too, and the demo would show what did not happen.
 */
const TIMES_MAKING = 50;

/** The demo's world after it drifted, and what the real check says of it. */
export interface DriftDemo {
  readonly demo: Demo;
  readonly result: Extract<CheckResult, { ok: true }>;
}

/**
 * Sets the lab up, lets things happen, and runs the same check that `caa-guard check` runs, over UDP, TCP and HTTP on
 * loopback. The lab is left running: whoever asked stops it.
 */
export async function runDrift(ports: Pick<CliPorts, 'clock' | 'signal'>): Promise<DriftDemo> {
  const begun = ports.clock.monotonic();
  const demo = createDemo({ clock: ports.clock });
  const domainMs = domainTime(ports.clock.monotonic() - begun);
  await demo.start();
  demo.drift();
  const { dns, ct } = demo.lab.access;
  const exchange = createNodeExchange({ clock: ports.clock, destinations: { allowPrivate: true } });
  try {
    const result = await runCheck(
      { policies: ['demo.yaml'], dns, ct, limits: { domainMs }, tool: TOOL },
      {
        clock: ports.clock,
        readFile: async () => demo.policy(),
        exchange: demo.lab.routed(exchange),
        signal: ports.signal,
      },
    );
    if (!result.ok) throw new Error(result.errors.map(({ message }) => message).join('; '));
    return { demo, result };
  } catch (thrown) {
    await demo.stop();
    throw thrown;
  } finally {
    exchange.close();
  }
}

/** Milliseconds for one domain, on a machine that took so many to make the lab; never more than a check gives. */
export function domainTime(making: number): number {
  return Math.min(Math.max(DOMAIN_MS, Math.round(TIMES_MAKING * making)), SURVEY_LIMITS.domainMs);
}
