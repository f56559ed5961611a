import { grouped } from '../../base/grouped.js';
import type { DomainPolicy, Policy } from '../model.js';
import { lockable } from './form.js';

/**
 * The domains of a policy by those above and below them. Thousands that differ from a lock are each held against their
 * own family, and not against all the others.
 */
export class Families {
  readonly #policy: Policy;
  readonly #places: ReadonlyMap<string, number>;
  readonly #below: ReadonlyMap<string, readonly DomainPolicy[]>;

  constructor(policy: Policy) {
    this.#policy = policy;
    this.#places = new Map(policy.domains.map(({ name }, place) => [name, place]));
    this.#below = grouped(policy.domains, ({ name }) => upwards(name));
  }

  /** The policy for a domain, and for those above and below it alone; of waivers, and of what fails a run, it says nothing. */
  of(name: string): Policy {
    const above = upwards(name)
      .slice(1)
      .flatMap((one) => this.#policy.domains[this.#places.get(one) ?? -1] ?? []);
    const all = [...above, ...(this.#below.get(name) ?? [])].sort((a, b) => this.#place(a) - this.#place(b));
    return { ...this.#policy, domains: all.map(lockable), waivers: [], failOn: {} };
  }

  #place({ name }: DomainPolicy): number {
    return this.#places.get(name) ?? 0;
  }
}

/** A name, and every name above it. */
function upwards(name: string): readonly string[] {
  const labels = name.split('.');
  return labels.map((_, i) => labels.slice(i).join('.'));
}
