import { createNodeExchange } from '../../../src/dns/index.js';
import type { Demo } from '../../../src/lab/index.js';
import { runCheck, type CheckResult } from '../../../src/survey/index.js';

export const clock = { now: () => Date.now(), monotonic: () => performance.now() };
const tool = { name: 'caa-guard test', version: '0' };

export type Checked = Extract<CheckResult, { ok: true }>;

/** The policy of the demo, cut down to these domains. */
export function demoPolicyOf(demo: Demo, ...names: readonly string[]): string {
  if (names.length === 0) return demo.policy();
  const [head = '', ...domains] = demo.policy().split(/^(?= {2}\S)/m);
  return head + domains.filter((one) => names.some((name) => one.startsWith(`  ${name}:`))).join('');
}

/** The whole check of some domains of the demo, over real UDP, TCP and HTTP. */
export async function checkDemo(
  demo: Demo,
  names: readonly string[] = [],
  domainMs = 30_000,
): Promise<Checked> {
  const exchange = createNodeExchange({ clock, destinations: { allowPrivate: true } });
  try {
    const { dns, ct } = demo.lab.access;
    const result = await runCheck(
      { policies: ['policy.yaml'], dns, ct, limits: { domainMs }, tool },
      { clock, readFile: async () => demoPolicyOf(demo, ...names), exchange: demo.lab.routed(exchange) },
    );
    if (!result.ok) throw new Error(JSON.stringify(result.errors));
    return result;
  } finally {
    exchange.close();
  }
}
