import type { DnsName } from '../../base/name.js';
import { BoundedMap } from '../bounded-map.js';
import { RrType, type Fetched } from '../model.js';
import { closestAnchor } from './anchors.js';
import { linkKeys, supportedTrust, type Trusted } from './delegation.js';
import { judgeDs, type DsVerdict } from './ds.js';
import { shapeOf } from './response.js';
import {
  fetchAndJudge,
  makeReason,
  verifyContext,
  workLimitReason,
  type Environment,
  type ZoneState,
} from './state.js';

/** Seconds for which a state that is not secure or insecure is kept: long enough not to ask for every name again. */
const FAULT_SECONDS = 30;
const MAX_SECONDS = 86_400;
/** Zones, and names that were found to be none, whose state is kept. */
const MOST_ENTRIES = 100_000;

interface Entry {
  readonly promise: Promise<ZoneState>;
  settled: ZoneState | undefined;
}

/** The chains of trust from the anchors downwards, kept for as long as their records say, shared while under way. */
export class ChainOfTrust {
  readonly #entries = new BoundedMap<string, Entry>(MOST_ENTRIES);

  constructor(readonly environment: Environment) {}

  /**
   * The state of the zone that holds `name`: of `name` itself if it is a zone cut, else of the zone above.
   * `likelyZone` says that `name` is probably an apex: its keys are then asked for at once.
   */
  stateAt(name: DnsName, likelyZone = false): Promise<ZoneState> {
    const known = this.#entries.get(name.key);
    const now = this.environment.clock.now();
    if (known !== undefined && (known.settled === undefined || now < known.settled.until))
      return known.promise;
    const entry: Entry = { promise: this.#find(name, likelyZone), settled: undefined };
    this.#entries.set(name.key, entry);
    void entry.promise.then((state) => (entry.settled = state));
    return entry.promise;
  }

  async #find(name: DnsName, likelyZone: boolean): Promise<ZoneState> {
    const { anchors, fetcher } = this.environment;
    const anchor = closestAnchor(anchors, name);
    if (anchor === undefined) return this.#untrusted(name);
    if (anchor.equals(name)) return this.#fromAnchor(name);
    const above = name.ancestor(name.labels.length - 1);
    const settled = this.#entries.get(above.key)?.settled;
    if (settled !== undefined && settled.state !== 'secure' && this.environment.clock.now() < settled.until)
      return settled;
    // Asked for before the zone above is judged: the walk down costs one round trip and not one a label.
    const ds = fetcher.fetch(name, RrType.DS);
    const keys = likelyZone ? fetcher.fetch(name, RrType.DNSKEY) : undefined;
    const parent = await this.stateAt(above);
    if (parent.state !== 'secure') return parent;
    const verdict = await fetchAndJudge(this.environment, name, RrType.DS, ds, (fetched) =>
      judgeDs(this.environment, name, parent, fetched),
    );
    return this.#below(name, parent, verdict, keys);
  }

  async #below(
    name: DnsName,
    parent: Extract<ZoneState, { state: 'secure' }>,
    verdict: DsVerdict,
    keys: Promise<Fetched> | undefined,
  ): Promise<ZoneState> {
    if (verdict.state === 'bogus' || verdict.state === 'indeterminate')
      return { state: verdict.state, reason: verdict.reason, until: this.#until(FAULT_SECONDS) };
    const until = Math.min(parent.until, this.#until(verdict.ttl));
    if (verdict.state === 'no-cut') return { ...parent, until, failed: verdict.failed };
    if (verdict.state === 'insecure') return { state: 'insecure', zone: name, reason: verdict.reason, until };
    const trusted = supportedTrust(verdict.rrset.records, this.environment.algorithms);
    return this.#fromTrust(name, trusted, until, keys, 'ds-mismatch', verdict.failed);
  }

  #fromAnchor(name: DnsName): Promise<ZoneState> {
    const records = this.environment.anchors.filter((record) => record.name.equals(name));
    const trusted = supportedTrust(records, this.environment.algorithms);
    return this.#fromTrust(name, trusted, this.#until(MAX_SECONDS), undefined, 'anchor-mismatch');
  }

  #untrusted(name: DnsName): ZoneState {
    const detail = `no trust anchor is configured at or above ${name.toCanonicalString()}`;
    const reason = makeReason({ code: 'no-trust-anchor', detail }, { name });
    return { state: 'insecure', zone: name, reason, until: this.#until(MAX_SECONDS) };
  }

  /** Fetches the zone's DNSKEY set and ties it to what is trusted. */
  async #fromTrust(
    zone: DnsName,
    trusted: Trusted,
    until: number,
    fetched: Promise<Fetched> | undefined,
    mismatch: 'ds-mismatch' | 'anchor-mismatch',
    failedAbove = 0,
  ): Promise<ZoneState> {
    if (!trusted.usable)
      return { state: 'insecure', zone, reason: makeReason(trusted, { name: zone, zone }), until };
    const first = fetched ?? this.environment.fetcher.fetch(zone, RrType.DNSKEY);
    return fetchAndJudge<ZoneState>(this.environment, zone, RrType.DNSKEY, first, async (answer) => {
      if (!answer.ok)
        return { state: 'indeterminate', reason: answer.reason, until: this.#until(FAULT_SECONDS) };
      const where = { name: zone, type: RrType.DNSKEY, zone, server: answer.server };
      const bogus = (fault: Parameters<typeof makeReason>[0]): ZoneState => ({
        state: 'bogus',
        reason: makeReason(fault, where),
        until: this.#until(FAULT_SECONDS),
      });
      const shape = shapeOf(answer.message, zone, RrType.DNSKEY);
      if (shape.kind === 'unusable' && shape.state === 'indeterminate')
        return {
          state: 'indeterminate',
          reason: makeReason(shape, where),
          until: this.#until(FAULT_SECONDS),
        };
      // An alias here breaks the chain: it is never followed.
      if (shape.kind !== 'records')
        return bogus({
          code: 'dnskey-missing',
          detail: `expected the DNSKEY set of ${zone.toCanonicalString()}; ${absent(shape.kind)}`,
        });
      try {
        const context = verifyContext(this.environment, failedAbove);
        const link = await linkKeys(zone, shape.rrset, trusted, context);
        if (link.kind === 'secure') {
          const soonest = Math.min(until, this.#until(link.ttl));
          return { state: 'secure', zone, keys: link.keys, until: soonest, failed: context.budget.failed };
        }
        if (link.code === 'ds-mismatch' && mismatch === 'anchor-mismatch')
          return bogus({
            code: mismatch,
            detail: `${link.detail}; if the anchors have been rolled, update caa-guard or pass the new ones`,
          });
        return bogus(link);
      } catch (thrown) {
        return {
          state: 'bogus',
          reason: workLimitReason(thrown, zone, RrType.DNSKEY, zone),
          until: this.#until(FAULT_SECONDS),
        };
      }
    });
  }

  #until(seconds: number): number {
    return this.environment.clock.now() + Math.min(seconds, MAX_SECONDS) * 1000;
  }
}

function absent(kind: 'alias' | 'negative' | 'unusable'): string {
  if (kind === 'alias') return 'an alias came, which a zone apex cannot be';
  return kind === 'negative' ? 'the server says that there is none' : 'the answer cannot be used';
}
