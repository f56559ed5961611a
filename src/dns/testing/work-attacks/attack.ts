import { DnsName } from '../../../base/name.js';
import type { Lookup, RRset, ResourceRecord } from '../../model.js';
import { createIterativeFetcher } from '../../resolve/iterative.js';
import { rootHintsFor } from '../../resolve/root-hints.js';
import type { TrustAnchors } from '../../validate/anchors.js';
import { createValidatingResolver } from '../../validate/resolver.js';
import { parseRecord } from '../../wire/presentation.js';
import { typeNumber } from '../../wire/types.js';
import { countedCrypto, type CryptoWork } from '../counted-crypto.js';
import { SignedWorld } from '../signed-world.js';
import { TEST_NOW, type SignOptions, type TestKey } from '../signer.js';
import type { Tamper } from '../world.js';
import type { TestZone } from '../zone.js';

/** Operations of the kinds that attacks make us waste. */
export interface Operations extends CryptoWork {
  queries: number;
  /** RRsets looked at; not measured. */
  sets: number;
}

/** A world that wants to waste our time, and the question that walks into it. */
export interface WorkAttack {
  readonly title: string;
  /** The root first. */
  readonly zones: readonly [TestZone, ...TestZone[]];
  readonly tamper?: Tamper;
  readonly name: string;
  readonly type: string;
  /** What a validator without bounds would do in the part that is attacked. */
  readonly naive: Partial<Operations>;
}

export interface Measured extends Readonly<Omit<Operations, 'sets'>> {
  readonly lookup: Lookup;
  readonly ms: number;
}

/** Asks the question twice: first the world makes its answers, then it is counted what asking costs. */
export async function measure(attack: WorkAttack): Promise<Measured> {
  const world = new SignedWorld(attack.zones, TEST_NOW * 1000, attack.tamper);
  const anchors = [parseRecord(attack.zones[0].ds())];
  await ask(world, anchors, attack);
  world.asked.length = 0;
  const since = performance.now();
  const { result, crypto } = await countedCrypto(() => ask(world, anchors, attack));
  return { lookup: result, ...crypto, queries: world.asked.length, ms: performance.now() - since };
}

function ask(world: SignedWorld, anchors: TrustAnchors, { name, type }: WorkAttack): Promise<Lookup> {
  const { clock, exchange, rootAddress } = world;
  const rootHints = rootHintsFor([rootAddress]);
  const fetcher = createIterativeFetcher({ exchange, clock, rootHints, random: () => 0 });
  const resolver = createValidatingResolver({ fetcher, clock, anchors });
  return resolver.lookup(DnsName.parse(name), typeNumber(type) ?? 0);
}

/** Signatures over `set` that look right, are all different and do not fit: each costs a whole verification. */
export function badSignatures(
  key: TestKey,
  zone: DnsName,
  set: RRset,
  count: number,
  options: SignOptions = {},
): readonly ResourceRecord[] {
  const good = key.sign(zone, set, options);
  return Array.from({ length: count }, (_, i) => {
    const rdata = Uint8Array.from(good.rdata);
    // in the lower half of the scalar s, so that it stays one that is looked at
    const at = rdata.length - 20;
    for (const [j, octet] of [0xa5, i >> 8, i & 0xff].entries()) rdata[at + j] = (rdata[at + j] ?? 0) ^ octet;
    return { ...good, rdata };
  });
}
