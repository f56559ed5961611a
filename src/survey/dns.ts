import {
  createNodeExchange,
  parseTrustAnchors,
  printRdata,
  rootAnchors,
  rootHintsFor,
  typeName,
  type Clock,
  type Exchange,
  type NodeExchange,
  type Resolver,
  type TrustAnchors,
} from '../dns/index.js';
import type { DnsOptions } from './check-model.js';
import type { Evidence, ExchangeEvidence } from './evidence.js';
import { serverText } from './lookup-evidence.js';
import { recording } from './recording.js';
import { replayExchange } from './replay.js';
import { parseResolver, resolverText } from './resolver-address.js';
import { destinationsOf, resolverOver, routeOf, serverAskerOver, vantagesOver, type Route } from './route.js';
import type { ServerAsker } from './servers.js';
import type { Vantage } from './vantages.js';

/** DNS for one run: validated lookups, and a record of all that passed. */
export interface OpenDns {
  readonly resolver: Resolver;
  /** Remembers nothing of what `resolver` saw or failed to see. */
  readonly retryResolver: Resolver;
  /** Asks the zones' own servers one by one; absent where resolvers are asked. */
  readonly servers?: ServerAsker;
  /** Further resolvers; no lookup of `resolver` rests on them. */
  readonly vantages: readonly Vantage[];
  readonly vantage: Evidence['vantage'];
  readonly anchors: Evidence['anchors'];
  /** The run's own time: begins at `now` and goes on from there. Exchanges are dated by it. */
  readonly clock: Clock;
  exchanges(): readonly ExchangeEvidence[];
  /** Ends connections. */
  close(): void;
}

export interface OpenDnsPorts {
  readonly clock: Clock;
  /** The one moment at which signatures are judged, Unix milliseconds: so that it can be replayed. */
  readonly now: number;
  /** Default: the network. */
  readonly exchange?: Exchange;
  readonly signal?: AbortSignal;
}

/** Sets DNS up as the options say. Throws `CaaGuardError` for root hints and trust anchors that do not read. */
export function openDns(options: DnsOptions, ports: OpenDnsPorts): OpenDns {
  const { clock, now, signal } = ports;
  const route = routeOf(options);
  const anchors = anchorsOf(options.trustAnchor, now);
  const own = (): NodeExchange => createNodeExchange({ clock, destinations: destinationsOf(options, route) });
  const network: Exchange & Partial<NodeExchange> = ports.exchange ?? own();
  const started = clock.monotonic();
  const dated: Clock = {
    now: () => Math.round(now + clock.monotonic() - started),
    monotonic: () => clock.monotonic(),
  };
  const recorder = recording(network, dated, signal);
  const make = () => resolverOver(recorder.exchange, route, anchors, { clock, now });
  const { resolver, iterative } = make();
  const servers =
    route.mode === 'iterative' && iterative !== undefined
      ? serverAskerOver(recorder.alone, route, anchors, iterative, { clock, now })
      : undefined;
  return {
    resolver,
    retryResolver: lazily(() => make().resolver),
    ...(servers === undefined ? {} : { servers }),
    vantages: vantagesOver(recorder.alone, options.vantages ?? [], anchors, { clock, now }),
    vantage: {
      mode: route.mode,
      servers:
        route.mode === 'forward'
          ? route.resolvers.map(resolverText)
          : route.rootHints.flatMap(({ addresses }) => addresses),
    },
    anchors: anchorTexts(anchors),
    clock: dated,
    exchanges: () => recorder.exchanges(),
    close: () => network.close?.(),
  };
}

export interface Replay {
  readonly resolver: Resolver;
  readonly retryResolver: Resolver;
  /** Lookups over what one further resolver said, named as in `VantageEvidence`. */
  readonly vantage: (resolver: string) => Resolver;
}

/** Lookups over what was recorded, and over nothing else; as of the time at which it was recorded. */
export function openReplay(evidence: Evidence, anchors: TrustAnchors, clock: Clock): Replay {
  const { vantage, exchanges, startedAt: now } = evidence;
  const ports = new Map(exchanges.map(({ server }) => portOf(server)));
  const route: Route =
    vantage.mode === 'forward'
      ? { mode: 'forward', resolvers: vantage.servers.map(parseResolver) }
      : {
          mode: 'iterative',
          rootHints: rootHintsFor(vantage.servers),
          portFor: (address) => ports.get(address) ?? 53,
        };
  const exchange = replayExchange(exchanges.filter(({ alone }) => alone !== true));
  // Servers are chosen by chance: one that was not asked then costs a question now, and must not cost the answer.
  const settings = { clock, now, limits: { queries: 10_000 } };
  const make = (): Resolver => resolverOver(exchange, route, anchors, settings).resolver;
  return {
    resolver: make(),
    retryResolver: lazily(make),
    vantage: (text) => {
      const one = parseResolver(text);
      const heard = serverText(one.server);
      const alone = exchanges.filter(({ server, alone }) => alone === true && server === heard);
      return resolverOver(replayExchange(alone), { mode: 'forward', resolvers: [one] }, anchors, settings)
        .resolver;
    },
  };
}

/** Anchors from a file's text, or the root's own that are good at `now`. */
export function anchorsOf(text: string | undefined, now: number): TrustAnchors {
  return text === undefined ? rootAnchors(now) : parseTrustAnchors(text);
}

/** Anchors as they stand in evidence: `owner IN type rdata`, sorted. */
export function anchorTexts(anchors: TrustAnchors): readonly string[] {
  return anchors
    .map((one) => `${one.name.toCanonicalString()} IN ${typeName(one.type)} ${printRdata(one)}`)
    .sort();
}

function lazily(make: () => Resolver): Resolver {
  let made: Resolver | undefined;
  return { lookup: (name, type) => (made ??= make()).lookup(name, type) };
}

/** Address and port out of `serverText`. */
function portOf(server: string): readonly [string, number] {
  const parts = /^\[?([^\]]*?)\]?:([0-9]+)(?:#.*)?$/.exec(server);
  return [parts?.[1] ?? server, Number(parts?.[2] ?? 53)];
}
