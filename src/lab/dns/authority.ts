import { DnsName } from '../../base/name.js';
import { RCODE, type LabQuery, type LabResponse } from './message.js';
import { T, type LabRecord, type LabRRset } from './rr.js';
import type { SignedZone } from './signed-zone.js';
import { nameAt, type ZoneNode } from './zone-index.js';

/** Aliases followed within one zone. */
const MOST_ALIASES = 8;

interface Draft {
  rcode: number;
  authoritative: boolean;
  readonly answer: LabRecord[];
  readonly authority: LabRecord[];
  readonly additional: LabRecord[];
}

/** What a server authoritative for `zone` answers (RFC 1034, section 4.3.2, steps 3 to 6; RFC 4035, section 3.1). */
export function answerFrom(zone: SignedZone, query: LabQuery): LabResponse {
  const draft: Draft = {
    rcode: RCODE.NOERROR,
    authoritative: true,
    answer: [],
    authority: [],
    additional: [],
  };
  new Answering(zone, query, draft).run(query.name, 0);
  return draft;
}

class Answering {
  readonly #signatures: boolean;

  constructor(
    private readonly zone: SignedZone,
    private readonly query: LabQuery,
    private readonly draft: Draft,
  ) {
    this.#signatures = query.edns?.dnssecOk === true;
  }

  run(name: DnsName, aliases: number): void {
    const { index } = this.zone;
    const cut = index.cutAbove(name);
    // DS belongs to the parent (RFC 4035, section 3.1.4.1): at the cut itself it is answered from here.
    if (cut !== undefined && !(cut.name.equals(name) && this.query.type === T.DS))
      return this.#refer(cut, aliases);
    const dname = index.dnameAbove(name);
    if (dname !== undefined) return this.#rename(dname, name, aliases);
    const node = index.nodes.get(name.key);
    if (node !== undefined) return this.#fromNode(node, name, aliases);
    const encloser = index.closestEncloser(name);
    const wildcard = index.nodes.get(encloser.child('*').key);
    if (wildcard !== undefined && wildcard.kind !== 'below-cut')
      return this.#fromNode(wildcard, name, aliases);
    this.draft.rcode = RCODE.NXDOMAIN;
    this.#soa();
    this.#prove('name-error', name, encloser);
  }

  #fromNode(node: ZoneNode, name: DnsName, aliases: number): void {
    const expanded = !node.name.equals(name);
    const { type } = this.query;
    const sets = this.#wanted(node, type);
    const owner = expanded ? { owner: name } : {};
    for (const set of sets) this.#put(this.draft.answer, set, owner);
    const encloser = expanded ? (node.name.parent ?? node.name) : name;
    if (sets.length === 0) {
      this.#soa();
      return this.#prove(expanded ? 'wildcard-no-data' : 'no-data', name, encloser);
    }
    if (expanded) this.#prove('wildcard', name, encloser);
    const alias = sets.find((set) => set.type === T.CNAME);
    if (alias !== undefined && type !== T.CNAME && type !== T.ANY)
      this.#follow(nameAt(alias.rdatas[0] ?? new Uint8Array([0])), aliases);
    if (type === T.NS || type === T.MX) this.#addAddresses(sets);
  }

  #wanted(node: ZoneNode, type: number): LabRRset[] {
    const { index } = this.zone;
    if (type === T.ANY) return [...index.types(node)].flatMap((one) => index.set(node, one) ?? []);
    const own = type === T.NSEC ? this.zone.chain?.match(node.name) : index.set(node, type);
    const set = own?.type === type ? own : index.set(node, T.CNAME);
    return set === undefined ? [] : [set];
  }

  #follow(target: DnsName, aliases: number): void {
    if (aliases < MOST_ALIASES && target.isAtOrBelow(this.zone.zone.name)) this.run(target, aliases + 1);
  }

  /** RFC 6672, section 3.2: the DNAME, and a CNAME made from it, which nobody signs. */
  #rename(node: ZoneNode, name: DnsName, aliases: number): void {
    const dname = node.sets.get(T.DNAME);
    if (dname === undefined) return;
    this.#put(this.draft.answer, dname);
    const kept = name.labels.slice(0, name.labels.length - node.name.labels.length);
    const labels = [...kept, ...nameAt(dname.rdatas[0] ?? new Uint8Array([0])).labels];
    if (labels.reduce((sum, label) => sum + label.length + 1, 1) > 255) {
      this.draft.rcode = 6; // YXDOMAIN
      return;
    }
    const target = DnsName.fromLabels(labels);
    this.draft.answer.push({ name, type: T.CNAME, ttl: dname.ttl, rdata: target.toWire() });
    if (this.query.type !== T.CNAME) this.#follow(target, aliases);
  }

  /** RFC 4035, section 3.1.4: DS, or the proof that there is none, goes with the referral. */
  #refer(cut: ZoneNode, aliases: number): void {
    const { index } = this.zone;
    const ns = index.set(cut, T.NS);
    if (ns === undefined) return;
    if (aliases === 0) this.draft.authoritative = false;
    this.#put(this.draft.authority, ns);
    const ds = index.set(cut, T.DS);
    if (ds !== undefined) {
      if (this.#signatures) this.#put(this.draft.authority, ds);
    } else this.#prove('no-data', cut.name, index.closestEncloser(cut.name));
    this.draft.additional.push(...index.addresses(ns.rdatas.map((rdata) => nameAt(rdata))));
  }

  #soa(): void {
    const soa = this.zone.index.apex.sets.get(T.SOA);
    if (soa !== undefined) this.#put(this.draft.authority, soa);
  }

  #addAddresses(sets: readonly LabRRset[]): void {
    const hosts = sets.flatMap((set) =>
      set.type === T.NS
        ? set.rdatas.map((one) => nameAt(one))
        : set.type === T.MX
          ? set.rdatas.map((one) => nameAt(one, 2))
          : [],
    );
    const { index } = this.zone;
    for (const host of hosts) {
      const node = index.nodes.get(host.key);
      for (const type of [T.A, T.AAAA]) {
        const set = node?.sets.get(type);
        if (set !== undefined) this.#put(this.draft.additional, set);
      }
    }
  }

  #put(section: LabRecord[], set: LabRRset, options: { readonly owner?: DnsName } = {}): void {
    section.push(...this.zone.emit(set, { signatures: this.#signatures, ...options }));
  }

  #prove(what: Proof, name: DnsName, encloser: DnsName): void {
    if (!this.#signatures) return;
    const seen = new Set(this.draft.authority.map((one) => `${one.type}/${one.name.key}`));
    for (const set of proof(this.zone, what, name, encloser)) {
      const key = `${set.type}/${set.name.key}`;
      if (!seen.has(key)) this.#put(this.draft.authority, set);
      seen.add(key);
    }
  }
}

type Proof = 'name-error' | 'no-data' | 'wildcard' | 'wildcard-no-data';

/** The records that prove it: RFC 4035, section 3.1.3 for NSEC; RFC 5155, section 7.2 for NSEC3. */
export function proof(zone: SignedZone, what: Proof, name: DnsName, encloser: DnsName): LabRRset[] {
  const { chain } = zone;
  if (chain === undefined) return [];
  const wildcard = encloser.child('*');
  const found = (sets: readonly (LabRRset | undefined)[]): LabRRset[] => sets.flatMap((set) => set ?? []);
  if ((zone.zone.signing?.denial ?? 'nsec') === 'nsec') {
    const covers = chain.match(name) ?? chain.cover(name);
    if (what === 'no-data' || what === 'wildcard') return found([covers]);
    return found([covers, what === 'name-error' ? chain.cover(wildcard) : chain.match(wildcard)]);
  }
  const match = chain.match(name);
  if (what === 'no-data' && match !== undefined) return [match];
  const nextCloser = name.ancestor(encloser.labels.length + 1);
  if (what === 'wildcard') return found([chain.cover(nextCloser)]);
  if (what === 'no-data') return optOutProof(zone, name);
  const last = what === 'name-error' ? chain.cover(wildcard) : chain.match(wildcard);
  return found([chain.match(encloser), chain.cover(nextCloser), last]);
}

/** An unsigned delegation that opt-out left out: closest provable encloser, and what covers the next closer name. */
function optOutProof({ chain }: SignedZone, name: DnsName): LabRRset[] {
  for (let count = name.labels.length - 1; count >= 0 && chain !== undefined; count--) {
    const encloser = chain.match(name.ancestor(count));
    const cover = chain.cover(name.ancestor(count + 1));
    if (encloser !== undefined) return cover === undefined ? [encloser] : [encloser, cover];
  }
  return [];
}
