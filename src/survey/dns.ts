import {
  createForwardingFetcher,
  createIterativeFetcher,
  createNodeExchange,
  createValidatingResolver,
  parseTrustAnchors,
  printRdata,
  ROOT_HINTS,
  rootAnchors,
  rootHintsFor,
  typeName,
  type Clock,
  type Exchange,
  type Fetcher,
  type NodeExchange,
  type ResolveLimits,
  type Resolver,
  type RootHint,
  type TrustAnchors,
} from '../dns/index.js';
import type { DnsOptions, ResolverAddress } from './check-model.js';
import type { Evidence, ExchangeEvidence } from './evidence.js';
import { recording } from './recording.js';
import { replayExchange } from './replay.js';
import { parseResolver, resolverText } from './resolver-address.js';
import { parseRootHints } from './root-hints.js';
import type { ServerAsker } from './servers.js';

/** DNS for one run: validated lookups, and a record of all that passed. */
export interface OpenDns {
  readonly resolver: Resolver;
  /** Remembers nothing of what `resolver` saw or failed to see. */
  readonly retryResolver: Resolver;
  /** Asks the zones' own servers one by one; absent where resolvers are asked. */
  readonly servers?: ServerAsker;
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

/** How questions find their way: down from the root, or to recursive servers. */
type Route =
  | {
      readonly mode: 'iterative';
      readonly rootHints: readonly RootHint[];
      readonly portFor?: (address: string) => number;
    }
  | { readonly mode: 'forward'; readonly resolvers: readonly ResolverAddress[] };

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
  const make = (): Resolving => resolverOver(recorder.exchange, route, anchors, { clock, now });
  const { resolver, servers } = make();
  return {
    resolver,
    retryResolver: lazily(() => make().resolver),
    ...(servers === undefined ? {} : { servers }),
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

/** Lookups over what was recorded, and over nothing else; as of the time at which it was recorded. */
export function openReplay(
  evidence: Evidence,
  anchors: TrustAnchors,
  clock: Clock,
): { readonly resolver: Resolver; readonly retryResolver: Resolver } {
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
  const exchange = replayExchange(exchanges);
  // Servers are chosen by chance: one that was not asked then costs a question now, and must not cost the answer.
  const make = (): Resolver =>
    resolverOver(exchange, route, anchors, { clock, now }, { queries: 10_000 }).resolver;
  return { resolver: make(), retryResolver: lazily(make) };
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

interface Resolving {
  readonly resolver: Resolver;
  readonly servers?: ServerAsker;
}

function resolverOver(
  exchange: Exchange,
  route: Route,
  anchors: TrustAnchors,
  { clock, now }: { readonly clock: Clock; readonly now: number },
  limits: Partial<ResolveLimits> = {},
): Resolving {
  const still: Clock = { now: () => now, monotonic: () => clock.monotonic() };
  const over = (fetcher: Fetcher): Resolver => createValidatingResolver({ fetcher, clock: still, anchors });
  if (route.mode === 'forward') {
    const servers = route.resolvers.map(({ server, transport }) => ({ address: server, transport }));
    return { resolver: over(createForwardingFetcher({ exchange, clock: still, servers, limits })) };
  }
  const fetcher = createIterativeFetcher({ exchange, clock: still, ...route, limits });
  const portFor = route.portFor ?? (() => 53);
  return {
    resolver: over(fetcher),
    servers: {
      zoneServers: (zone) => fetcher.zoneServers(zone),
      ask: (...question) => fetcher.ask(...question),
      portFor,
    },
  };
}

function routeOf({ resolvers, rootHints, port }: DnsOptions): Route {
  if (resolvers.length > 0) return { mode: 'forward', resolvers };
  return {
    mode: 'iterative',
    rootHints: rootHints === undefined ? ROOT_HINTS : parseRootHints(rootHints),
    ...(port === undefined ? {} : { portFor: () => port }),
  };
}

/** What the operator named himself may be dialled wherever it is; what zones name must be public, unless he says so. */
function destinationsOf(options: DnsOptions, route: Route) {
  const named =
    route.mode === 'forward'
      ? route.resolvers.map(({ server }) => server.host)
      : options.rootHints === undefined
        ? []
        : route.rootHints.flatMap(({ addresses }) => addresses);
  return { allowPrivate: options.allowPrivateAddresses === true, trusted: named };
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
