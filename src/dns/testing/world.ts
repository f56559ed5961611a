import type { DnsName } from '../../base/name.js';
import { RrType, type Clock, type Fetcher, type Lookup, type Message, type Resolver } from '../model.js';
import { parseRecord } from '../wire/presentation.js';
import { createValidatingResolver, type ValidatingResolverOptions } from '../validate/resolver.js';
import { typeName } from '../wire/types.js';
import { TEST_NOW } from './signer.js';
import type { TestZone } from './zone.js';

/** What a server says instead of the truth; `undefined` leaves the truth. */
export type Tamper = (name: DnsName, type: number, honest: Message) => Message | undefined;

export interface WorldOptions extends Partial<ValidatingResolverOptions> {
  readonly tamper?: Tamper;
  /** Leaves the fetcher's `zone` out, as a forwarding fetcher does. */
  readonly blind?: boolean;
  /** The server that a question to other servers (`avoid`) reaches tells the truth. */
  readonly honestSecond?: boolean;
}

/** Zones, the uppermost of which is trusted, behind a validating resolver; `asked` says what was asked for. */
export class TestWorld {
  readonly asked: string[] = [];
  readonly resolver: Resolver;

  constructor(zones: readonly [TestZone, ...TestZone[]], options: WorldOptions = {}) {
    const clock: Clock = { now: () => TEST_NOW * 1000, monotonic: () => 0 };
    const fetcher: Fetcher = {
      fetch: async (name, type, { avoid } = {}) => {
        this.asked.push(`${name.toCanonicalString()} ${typeName(type)}`);
        const base = type === RrType.DS && !name.isRoot ? name.ancestor(name.labels.length - 1) : name;
        const [zone] = zones
          .filter((one) => base.isAtOrBelow(one.name))
          .sort((a, b) => b.name.labels.length - a.name.labels.length);
        if (zone === undefined) throw new Error(`no zone for ${name.toString()}`);
        const honest = zone.answer(name, type);
        const second = avoid !== undefined && options.honestSecond === true;
        const message = second ? honest : (options.tamper?.(name, type, honest) ?? honest);
        const server = { host: second ? '192.0.2.2' : '192.0.2.1', port: 53 };
        return options.blind === true
          ? { ok: true, message, server }
          : { ok: true, message, server, zone: zone.name };
      },
    };
    this.resolver = createValidatingResolver({
      fetcher,
      clock,
      anchors: [parseRecord(zones[0].ds())],
      ...options,
    });
  }

  lookup(name: DnsName, type: number): Promise<Lookup> {
    return this.resolver.lookup(name, type);
  }
}
