/** Our side of the cold run, in a process of its own: asks for every name at once and reports what it took. */
import { DnsName } from '../../src/base/name.js';
import {
  createIterativeFetcher,
  createNodeExchange,
  createValidatingResolver,
  parseTrustAnchors,
  rootHintsFor,
  RrType,
  systemClock,
} from '../../src/dns/index.js';

interface Order {
  readonly rootServer: string;
  readonly anchor: string;
  readonly names: readonly string[];
}

const IN_FLIGHT = 200;

process.once('message', (order) => void run(order as Order));

async function run({ rootServer, anchor, names }: Order): Promise<void> {
  const clock = systemClock;
  const exchange = createNodeExchange({ clock, destinations: { allowPrivate: true } });
  const fetcher = createIterativeFetcher({
    exchange,
    clock,
    rootHints: rootHintsFor([rootServer]),
    ipv6: false,
  });
  const resolver = createValidatingResolver({ fetcher, clock, anchors: parseTrustAnchors(anchor) });
  const cpu = process.cpuUsage();
  const started = performance.now();
  let next = 0;
  let answered = 0;
  let secure = 0;
  const faults = new Map<string, number>();
  const worker = async (): Promise<void> => {
    for (let name = names[next++]; name !== undefined; name = names[next++]) {
      const lookup = await resolver.lookup(DnsName.parse(name), RrType.CAA);
      answered++;
      if (lookup.state === 'secure' && lookup.answer.outcome.kind === 'records') secure++;
      else if (lookup.state !== 'secure')
        faults.set(lookup.reason.detail, 1 + (faults.get(lookup.reason.detail) ?? 0));
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  const wall = (performance.now() - started) / 1000;
  const used = process.cpuUsage(cpu);
  for (const [fault, count] of [...faults].slice(0, 5)) process.stderr.write(`${count} times: ${fault}\n`);
  process.send?.({
    wall,
    cpu: (used.user + used.system) / 1e6,
    answered,
    secure,
    memory: process.resourceUsage().maxRSS * 1024,
    live: liveMemory(),
  });
  exchange.close();
  process.disconnect();
}

/** What is in use once everything is collected that nobody needs; undefined without `--expose-gc`. */
function liveMemory(): number | undefined {
  if (globalThis.gc === undefined) return undefined;
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
