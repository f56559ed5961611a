import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Alias,
  type Document,
  type Node,
  type Pair,
} from 'yaml';
import type { SourcePosition } from './model.js';
import type { PolicyProblem } from './problem.js';

/** A value in a file, with its place. */
export type Located =
  | { readonly kind: 'map'; readonly at: SourcePosition; readonly entries: readonly Entry[] }
  | { readonly kind: 'list'; readonly at: SourcePosition; readonly items: readonly Located[] }
  | {
      readonly kind: 'scalar';
      readonly at: SourcePosition;
      readonly value: string | number | boolean | null;
      /** As written, so that a digest of digits alone is not lost as a number. */
      readonly source: string;
    };

export interface Entry {
  readonly key: string;
  readonly keyAt: SourcePosition;
  readonly value: Located;
}

type Position = (from: number, to: number) => SourcePosition;

/** Values that aliases may unfold into: a small file must not become a large one. */
const MAX_UNFOLDED = 20_000;
const MAX_DEPTH = 32;

/** The document's tree with places, aliases unfolded. Gives nothing, and says why, if it unfolds into too much. */
export function locate(
  document: Document,
  position: Position,
  problems: PolicyProblem[],
): Located | undefined {
  const walk = new Walk(aliasTargets(document), position, problems);
  const root = walk.value(document.contents, 0, false, position(0, 0));
  return walk.stopped ? undefined : root;
}

class Walk {
  /** Set once there is too much; what follows is not looked at. */
  stopped = false;
  #unfolded = 0;

  constructor(
    private readonly targets: ReadonlyMap<Alias, Node>,
    private readonly position: Position,
    private readonly problems: PolicyProblem[],
  ) {}

  /** `outer` is the place of an empty node, which has none of its own. Inside of an alias, places are where the anchor is. */
  value(node: unknown, depth: number, unfolding: boolean, outer: SourcePosition): Located | undefined {
    if (this.stopped) return undefined;
    const at = isNode(node) ? this.#placeOf(node, outer) : outer;
    if (unfolding) this.#unfolded++;
    if (this.#unfolded > MAX_UNFOLDED || depth > MAX_DEPTH) return this.#stop(at);
    if (isAlias(node)) {
      const target = this.targets.get(node);
      if (target !== undefined) return this.value(target, depth + 1, true, at);
      const message = `expected an alias of what stood before it; no anchor &${node.source.slice(0, 120)} does. Write the value out`;
      this.problems.push({ code: 'syntax', at, message });
      return undefined;
    }
    if (isMap(node)) return { kind: 'map', at, entries: this.#entries(node.items, depth, unfolding, at) };
    if (isSeq(node))
      return {
        kind: 'list',
        at,
        items: node.items.flatMap((item) => this.value(item, depth + 1, unfolding, at) ?? []),
      };
    if (!isScalar(node)) return { kind: 'scalar', at, value: null, source: '' };
    const { value, source } = node;
    const plain =
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
    return { kind: 'scalar', at, value: plain, source: source ?? String(plain ?? '') };
  }

  #entries(pairs: readonly Pair[], depth: number, unfolding: boolean, at: SourcePosition): readonly Entry[] {
    const seen = new Map<string, SourcePosition>();
    return pairs.flatMap((pair): Entry[] => {
      if (this.stopped) return [];
      const keyAt = isNode(pair.key) ? this.#placeOf(pair.key, at) : at;
      const key = keyText(pair.key);
      if (key === undefined) {
        this.problems.push({
          code: 'syntax',
          at: keyAt,
          message: 'expected a plain word as key; something else came',
        });
        return [];
      }
      const before = seen.get(key);
      if (before !== undefined) {
        this.problems.push({
          code: 'duplicate-key',
          at: keyAt,
          message: `expected each key once; ${JSON.stringify(key.slice(0, 120))} stands at line ${before.line} of the same map already. Keep one of them`,
        });
        return [];
      }
      seen.set(key, keyAt);
      const value = this.value(pair.value, depth + 1, unfolding, keyAt);
      return value === undefined ? [] : [{ key, keyAt, value }];
    });
  }

  #placeOf(node: Node, otherwise: SourcePosition): SourcePosition {
    return node.range ? this.position(node.range[0], node.range[1]) : otherwise;
  }

  #stop(at: SourcePosition): undefined {
    this.stopped = true;
    this.problems.push({
      code: 'too-large',
      at,
      message: 'expected a plain policy; aliases or nesting unfold into too much. Write it out',
    });
    return undefined;
  }
}

/** Keys are words: numbers and the like as they are written. Lists, maps and aliases are none. */
function keyText(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  const { value, source } = key;
  if (source !== undefined) return source;
  return typeof value === 'string' ? value : undefined;
}

/** What each alias stands for: the last anchor of its name before it (YAML 1.2.2, section 3.2.2.2). One pass, in order. */
function aliasTargets(document: Document): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  const rest: unknown[] = [document.contents];
  while (rest.length > 0) {
    const node = rest.pop();
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target !== undefined) targets.set(node, target);
    } else if (isNode(node)) {
      if ('anchor' in node && node.anchor !== undefined) anchors.set(node.anchor, node);
      if (isMap(node)) for (const pair of [...node.items].reverse()) rest.push(pair.value, pair.key);
      if (isSeq(node)) for (const item of [...node.items].reverse()) rest.push(item);
    }
  }
  return targets;
}
