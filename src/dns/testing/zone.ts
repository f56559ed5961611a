import { createHash } from 'node:crypto';
import { DnsName } from '../../base/name.js';
import { RrType, type Message, type ResourceRecord, type RRset } from '../model.js';
import { concat } from '../wire/octets.js';
import { parseRecord } from '../wire/presentation.js';
import { keyTag, readTarget } from '../wire/rdata.js';
import { groupRrsets } from '../wire/rrset.js';
import { nsec3Chain, nsecChain, type DenialChain, type Nsec3Settings } from './chains.js';
import { TestKey, type SignOptions } from './signer.js';

export interface ZoneSettings {
  readonly key?: TestKey;
  /** Further DNSKEY records, unsigned-for. */
  readonly otherKeys?: readonly TestKey[];
  readonly nsec3?: Nsec3Settings;
  /** How sets are signed, if not rightly. */
  readonly signWith?: (rrset: RRset) => SignOptions | undefined;
  readonly unsigned?: boolean;
}

/** A zone that signs and answers for tests, as an honest authoritative server would. */
export class TestZone {
  readonly name: DnsName;
  readonly key: TestKey;
  readonly sets: readonly RRset[];
  readonly #chain: DenialChain;

  constructor(
    name: string,
    records: readonly string[],
    readonly settings: ZoneSettings = {},
  ) {
    this.name = DnsName.parse(name);
    this.key = settings.key ?? new TestKey();
    const soa = `${name} 3600 IN SOA ns.invalid. mail.invalid. 1 3600 600 86400 300`;
    const keys = settings.unsigned === true ? [] : [this.key, ...(settings.otherKeys ?? [])];
    const parsed = [soa, `${name} 3600 IN NS ns.invalid.`, ...records].map((text) => parseRecord(text));
    this.sets = groupRrsets([...parsed, ...keys.map((key) => key.dnskey(this.name))]);
    const { nsec3 } = settings;
    this.#chain = nsec3 === undefined ? nsecChain(this) : nsec3Chain(this, nsec3);
  }

  set(name: DnsName, type: number): RRset | undefined {
    return this.sets.find((set) => set.type === type && set.name.equals(name));
  }

  /** True for the apex's own delegation below, not for the apex. */
  isDelegation(name: DnsName): boolean {
    return !name.equals(this.name) && this.set(name, RrType.NS) !== undefined;
  }

  exists(name: DnsName): boolean {
    return this.sets.some((set) => set.name.isAtOrBelow(name));
  }

  /** The set's records with its signature, for a section of a message; `as` expands a wildcard. */
  signed(set: RRset, as: DnsName = set.name, options?: SignOptions): ResourceRecord[] {
    const delegation = this.isDelegation(set.name) && set.type !== RrType.DS && set.type !== RrType.NSEC;
    const given = options ?? this.settings.signWith?.(set);
    const signatures =
      delegation || this.settings.unsigned === true ? [] : [this.key.sign(this.name, set, given)];
    return [...set.records, ...signatures].map((record) => ({ ...record, name: as }));
  }

  /** The DS record that the parent holds, as text. */
  ds(key: TestKey = this.key): string {
    const digest = createHash('sha256')
      .update(concat([this.name.toCanonicalWire(), key.rdata]))
      .digest('hex');
    return `${this.name.toString()} 3600 IN DS ${keyTag(key.rdata)} ${key.algorithm} 2 ${digest}`;
  }

  answer(name: DnsName, type: number): Message {
    const exact = this.set(name, type);
    if (exact !== undefined) return message(name, type, { answer: this.signed(exact) });
    const cname = this.set(name, RrType.CNAME);
    if (cname !== undefined) return message(name, type, { answer: this.signed(cname) });
    const dname = this.sets.find((set) => set.type === RrType.DNAME && name.isBelow(set.name));
    if (dname !== undefined)
      return message(name, type, { answer: [...this.signed(dname), synthesised(dname, name)] });
    if (this.exists(name)) return this.negative(name, type, 0, this.#chain.noData(name));
    const encloser = this.closestEncloser(name);
    const wildcard = encloser.child('*');
    const expanded = this.set(wildcard, type) ?? this.set(wildcard, RrType.CNAME);
    if (expanded !== undefined)
      return message(name, type, {
        answer: this.signed(expanded, name),
        authority: this.#chain.wildcardAnswer(name, encloser),
      });
    if (this.exists(wildcard))
      return this.negative(name, type, 0, this.#chain.wildcardNoData(name, encloser));
    return this.negative(name, type, 3, this.#chain.nameError(name, encloser));
  }

  negative(name: DnsName, type: number, rcode: number, proof: readonly ResourceRecord[]): Message {
    const soa = this.set(this.name, RrType.SOA);
    return message(name, type, { rcode, authority: [...(soa ? this.signed(soa) : []), ...proof] });
  }

  closestEncloser(name: DnsName): DnsName {
    let encloser = name;
    while (!this.exists(encloser)) encloser = encloser.ancestor(encloser.labels.length - 1);
    return encloser;
  }
}

export function message(name: DnsName, type: number, parts: Partial<Message>): Message {
  return {
    id: 0,
    response: true,
    opcode: 0,
    authoritative: true,
    truncated: false,
    recursionDesired: false,
    recursionAvailable: false,
    authenticData: false,
    checkingDisabled: false,
    rcode: 0,
    questions: [{ name, type, class: 1 }],
    answer: [],
    authority: [],
    additional: [],
    ...parts,
  };
}

/** An RRset of one record, given as text or as RDATA. */
export function oneRecord(owner: DnsName, type: number, rdata: Uint8Array, ttl = 300): RRset {
  const record = { name: owner, type, class: 1, ttl, rdata, offset: 0 };
  return { name: owner, type, class: 1, ttl, records: [record], signatures: [] };
}

function synthesised(dname: RRset, name: DnsName): ResourceRecord {
  const target = dname.records[0] && readTarget(dname.records[0]);
  const front = name.labels.slice(0, name.labels.length - dname.name.labels.length);
  const rdata = DnsName.fromLabels([...front, ...(target?.labels ?? [])]).toWire();
  return { name, type: RrType.CNAME, class: 1, ttl: 0, rdata, offset: 0 };
}
