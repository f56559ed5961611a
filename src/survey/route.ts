import {
  createForwardingFetcher,
  createIterativeFetcher,
  createValidatingResolver,
  ROOT_HINTS,
  type Clock,
  type Exchange,
  type IterativeFetcher,
  type ResolveLimits,
  type Resolver,
  type RootHint,
  type TrustAnchors,
} from '../dns/index.js';
import type { DnsOptions, ResolverAddress } from './check-model.js';
import { resolverText } from './resolver-address.js';
import { parseRootHints } from './root-hints.js';
import type { ServerAsker } from './servers.js';
import type { Vantage } from './vantages.js';

/** How questions find their way: down from the root, or to recursive servers. */
export type Route =
  | {
      readonly mode: 'iterative';
      readonly rootHints: readonly RootHint[];
      readonly portFor?: (address: string) => number;
    }
  | { readonly mode: 'forward'; readonly resolvers: readonly ResolverAddress[] };

/** What a fetcher works with, but for the exchange. */
export interface FetchSettings {
  readonly clock: Clock;
  /** The one moment at which TTLs and signatures are judged, Unix milliseconds. */
  readonly now: number;
  readonly limits?: Partial<ResolveLimits>;
}

/** Validated lookups along `route`; with the fetcher, where it asks the zones' own servers. */
export function resolverOver(
  exchange: Exchange,
  route: Route,
  anchors: TrustAnchors,
  settings: FetchSettings,
): { readonly resolver: Resolver; readonly iterative?: IterativeFetcher } {
  const clock: Clock = { now: () => settings.now, monotonic: () => settings.clock.monotonic() };
  const { limits = {} } = settings;
  if (route.mode === 'iterative') {
    const iterative = createIterativeFetcher({ exchange, clock, ...route, limits });
    return { resolver: createValidatingResolver({ fetcher: iterative, clock, anchors }), iterative };
  }
  const servers = route.resolvers.map(({ server, transport }) => ({ address: server, transport }));
  const fetcher = createForwardingFetcher({ exchange, clock, servers, limits });
  return { resolver: createValidatingResolver({ fetcher, clock, anchors }) };
}

/** Lists servers as the resolver's own fetcher knows them, and asks each over `alone`, so that no lookup rests on that. */
export function serverAskerOver(
  alone: Exchange,
  route: Extract<Route, { mode: 'iterative' }>,
  anchors: TrustAnchors,
  known: IterativeFetcher,
  settings: FetchSettings,
): ServerAsker {
  const { iterative = known } = resolverOver(alone, route, anchors, settings);
  return {
    zoneServers: (zone) => known.zoneServers(zone),
    ask: (...question) => iterative.ask(...question),
    portFor: route.portFor ?? (() => 53),
  };
}

/** For each further resolver validated lookups over what that one alone answers. */
export function vantagesOver(
  exchange: Exchange,
  vantages: readonly ResolverAddress[],
  anchors: TrustAnchors,
  settings: FetchSettings,
): readonly Vantage[] {
  return vantages.map((one) => ({
    resolver: resolverText(one),
    lookups: resolverOver(exchange, { mode: 'forward', resolvers: [one] }, anchors, settings).resolver,
  }));
}

export function routeOf({ resolvers, rootHints, port }: DnsOptions): Route {
  if (resolvers.length > 0) return { mode: 'forward', resolvers };
  return {
    mode: 'iterative',
    rootHints: rootHints === undefined ? ROOT_HINTS : parseRootHints(rootHints),
    ...(port === undefined ? {} : { portFor: () => port }),
  };
}

/** What the operator named himself may be dialled wherever it is; what zones name must be public, unless he says so. */
export function destinationsOf(options: DnsOptions, route: Route) {
  const named =
    route.mode === 'forward'
      ? route.resolvers.map(({ server }) => server.host)
      : options.rootHints === undefined
        ? []
        : route.rootHints.flatMap(({ addresses }) => addresses);
  const others = (options.vantages ?? []).map(({ server }) => server.host);
  return { allowPrivate: options.allowPrivateAddresses === true, trusted: [...named, ...others] };
}
