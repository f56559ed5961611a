import type { DnsName } from '../../base/name.js';
import { BoundedMap } from '../bounded-map.js';
import type { Alias, Clock, Fetched, Fetcher, Lookup, Reason, ReasonCode, Resolver } from '../model.js';
import { typeName } from '../wire/types.js';
import { DEFAULT_ALGORITHMS, type AlgorithmTable } from './algorithms.js';
import type { TrustAnchors } from './anchors.js';
import { DEFAULT_LIMITS, type ValidationLimits } from './budget.js';
import { ChainOfTrust } from './chain.js';
import { judgeLink, type LinkVerdict } from './link.js';
import { shapeOf } from './response.js';
import type { VerifyContext } from './signatures.js';
import { fetchAndJudge, makeReason, verifyContext, type Environment } from './state.js';

export interface ValidatingResolverOptions {
  readonly fetcher: Fetcher;
  readonly clock: Clock;
  readonly anchors: TrustAnchors;
  readonly algorithms?: AlgorithmTable;
  readonly limits?: Partial<ValidationLimits>;
  /** Leaves signature times unchecked: for the replay of recorded worlds only. */
  readonly ignoreTimes?: boolean;
  /** Told of each answer that did not validate where another server's answer then did. */
  readonly onRejected?: (reason: Reason) => void;
}

const MOST_LOOKUPS = 100_000;

/**
 * A resolver whose answers carry their security state (RFC 4033, section 5; RFC 4035, section 5). Lookups under way
 * are shared, answers and chains of trust are kept for as long as their TTL says. Never rejects for what the world
 * does. DS and DNSKEY sets are looked up like any other type.
 */
export function createValidatingResolver(options: ValidatingResolverOptions): Resolver {
  const environment: Environment = {
    fetcher: options.fetcher,
    clock: options.clock,
    anchors: options.anchors,
    algorithms: options.algorithms ?? DEFAULT_ALGORITHMS,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    ignoreTimes: options.ignoreTimes ?? false,
    onRejected: options.onRejected ?? (() => undefined),
  };
  const chain = new ChainOfTrust(environment);
  const kept = new BoundedMap<string, { readonly lookup: Promise<Lookup>; until: number }>(MOST_LOOKUPS);
  return {
    lookup(name, type) {
      const key = `${type}/${name.key}`;
      const known = kept.get(key);
      if (known !== undefined && environment.clock.now() < known.until) return known.lookup;
      const entry = { lookup: followAliases(chain, name, type), until: Infinity };
      kept.set(key, entry);
      void entry.lookup.then((lookup) => {
        const ttl = 'answer' in lookup ? lookup.answer.ttl : 0;
        entry.until = environment.clock.now() + ttl * 1000;
        if (ttl === 0 && kept.get(key) === entry) kept.delete(key);
      });
      return entry.lookup;
    },
  };
}

/** Follows aliases, each validated on its own; the state of the whole is the worst of its links. */
async function followAliases(chain: ChainOfTrust, name: DnsName, type: number): Promise<Lookup> {
  const aliases: Alias[] = [];
  const visited = new Set([name.key]);
  let owner = name;
  let doubt: Reason | undefined;
  let ttl = Infinity;
  let before: Fetched | undefined;
  // one for all links: else each alias could cost as much as a lookup may
  const context = verifyContext(chain.environment);
  for (;;) {
    const { verdict, fetched } = await nextLink(chain, owner, type, before, context);
    if (verdict.state === 'bogus' || verdict.state === 'indeterminate')
      return { state: verdict.state, reason: verdict.reason };
    if (verdict.state === 'insecure') doubt ??= verdict.reason;
    ttl = Math.min(ttl, verdict.ttl);
    const { result } = verdict;
    if (result.kind !== 'alias') {
      const answer = { owner, aliases, zone: verdict.zone, outcome: result, ttl };
      return doubt === undefined ? { state: 'secure', answer } : { state: 'insecure', answer, reason: doubt };
    }
    aliases.push({ from: owner, to: result.to, via: result.via });
    if (visited.has(result.to.key))
      return lost(
        'alias-loop',
        `the aliases from ${name.toCanonicalString()} lead back to ${result.to.toCanonicalString()}`,
        name,
        type,
      );
    if (aliases.length > chain.environment.limits.aliases)
      return lost(
        'alias-limit',
        `more than ${chain.environment.limits.aliases} aliases from ${name.toCanonicalString()}`,
        name,
        type,
      );
    visited.add(result.to.key);
    owner = result.to;
    before = fetched;
  }
}

/** The answer for one name: from the response that gave the alias to it if that holds it and validates, else fetched. */
async function nextLink(
  chain: ChainOfTrust,
  owner: DnsName,
  type: number,
  before: Fetched | undefined,
  context: VerifyContext,
): Promise<{ verdict: LinkVerdict; fetched: Fetched | undefined }> {
  if (before?.ok === true && speaksOf(before, owner, type)) {
    const verdict = await judgeLink(chain, owner, type, before, context);
    if (verdict.state === 'secure' || verdict.state === 'insecure') return { verdict, fetched: before };
  }
  let last: Fetched | undefined;
  const { environment } = chain;
  const first = environment.fetcher.fetch(owner, type);
  const verdict = await fetchAndJudge(environment, owner, type, first, (fetched) => {
    last = fetched;
    return judgeLink(chain, owner, type, fetched, context);
  });
  return { verdict, fetched: last };
}

/** Whether a response that was given for another name may hold the answer for this one: its server's zone does. */
function speaksOf(fetched: Extract<Fetched, { ok: true }>, owner: DnsName, type: number): boolean {
  if (fetched.zone !== undefined && !owner.isAtOrBelow(fetched.zone)) return false;
  const shape = shapeOf(fetched.message, owner, type);
  return (
    shape.kind === 'records' ||
    shape.kind === 'alias' ||
    (shape.kind === 'negative' && fetched.message.authority.length > 0)
  );
}

function lost(code: ReasonCode, detail: string, name: DnsName, type: number): Lookup {
  return {
    state: 'indeterminate',
    reason: makeReason({ code, detail: `${detail} (asked for ${typeName(type)})` }, { name, type }),
  };
}
