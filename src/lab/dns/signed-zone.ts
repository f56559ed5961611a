import type { DnsName } from '../../base/name.js';
import { nsec3Chain, nsecChain, type DenialChain } from './chain.js';
import { generateKey, type LabKey } from './keys.js';
import { recordsOf, T, typeNumber, type LabRecord, type LabRRset } from './rr.js';
import { honestFields, rrsigRdata, type SignatureFields } from './signature.js';
import { ZoneIndex, type LabHosts } from './zone-index.js';
import { setKey, type LabZone } from './zone.js';
import type { Fault } from './zone-spec.js';

const DAY = 86_400;

/**
 * A zone as its servers hold it. Sets are signed when they are first asked for, and again when the zone changes or the
 * signing day ends; so a world of thousands of zones starts at once.
 */
export class SignedZone {
  #version = -1;
  #day = -1;
  #index: ZoneIndex | undefined;
  #chain: DenialChain | undefined;
  readonly #signatures = new Map<string, readonly Uint8Array[]>();

  constructor(
    readonly zone: LabZone,
    private readonly hosts: LabHosts,
    /** Unix milliseconds. */
    private readonly now: () => number,
  ) {}

  get index(): ZoneIndex {
    this.#refresh();
    return (this.#index ??= new ZoneIndex(this.zone, this.hosts));
  }

  /** NSEC or NSEC3; `undefined` for an unsigned zone. */
  get chain(): DenialChain | undefined {
    const { index } = this;
    const { signing } = this.zone;
    if (signing === undefined) return undefined;
    const { denial = 'nsec' } = signing;
    return (this.#chain ??= denial === 'nsec' ? nsecChain(index) : nsec3Chain(index, denial));
  }

  /**
   * A set as it goes into a response, with its signatures where they are asked for. `owner` stands in for the owner of
   * a wildcard.
   */
  emit(rrset: LabRRset, options: { readonly signatures: boolean; readonly owner?: DnsName }): LabRecord[] {
    this.#refresh();
    const faults = this.#faults(rrset);
    if (faults.includes('missing')) return [];
    const rdatas = faults.reduce<readonly Uint8Array[]>(
      (now, fault) => (typeof fault === 'object' && 'tampered' in fault ? fault.tampered(now) : now),
      rrset.rdatas,
    );
    const name = options.owner ?? rrset.name;
    const records = recordsOf({ ...rrset, name, rdatas });
    if (!options.signatures || !this.#isSigned(rrset) || faults.includes('unsigned')) return records;
    const signatures = this.#signaturesOf(rrset, faults);
    return [...records, ...recordsOf({ name, type: T.RRSIG, ttl: rrset.ttl, rdatas: signatures })];
  }

  /** The NS set at a cut and the glue below it are not the zone's own (RFC 4035, section 2.2). */
  #isSigned(rrset: LabRRset): boolean {
    if (this.zone.signing === undefined) return false;
    if (rrset.type === T.NSEC || rrset.type === T.NSEC3 || rrset.type === T.DS) return true;
    return this.index.nodes.get(rrset.name.key)?.kind === 'data';
  }

  #signaturesOf(rrset: LabRRset, faults: readonly Fault[]): readonly Uint8Array[] {
    const key = setKey(rrset.name, rrset.type);
    const known = this.#signatures.get(key);
    if (known !== undefined) return known;
    const { keys } = this.zone;
    const made = (rrset.type === T.DNSKEY ? keys.signKeys : keys.signData).map((one) =>
      this.#sign(rrset, one, faults),
    );
    this.#signatures.set(key, made);
    return made;
  }

  #sign(rrset: LabRRset, key: LabKey, faults: readonly Fault[]): Uint8Array {
    const validity = this.zone.signing?.validity ?? { inception: -DAY, expiration: 14 * DAY };
    const midnight = this.#day * DAY;
    const honest = honestFields(rrset, key, this.zone.name, {
      inception: midnight + validity.inception,
      expiration: midnight + validity.expiration,
    });
    const fields = faults.reduce((now, fault) => spoilt(now, fault, midnight), honest);
    const rdata = rrsigRdata(rrset, fields);
    if (faults.includes('flipped')) rdata[rdata.length - 1] = (rdata[rdata.length - 1] ?? 0) ^ 1;
    return rdata;
  }

  #faults({ name, type }: LabRRset): readonly Fault[] {
    return this.zone.damages
      .filter((one) => one.name === undefined || this.zone.owner(one.name).equals(name))
      .filter((one) => one.type === undefined || typeNumber(one.type) === type)
      .map(({ fault }) => fault);
  }

  #refresh(): void {
    const day = Math.floor(this.now() / 1000 / DAY);
    if (this.zone.version === this.#version && day === this.#day) return;
    if (this.zone.version !== this.#version) this.#index = this.#chain = undefined;
    [this.#version, this.#day] = [this.zone.version, day];
    this.#signatures.clear();
  }
}

function spoilt(fields: SignatureFields, fault: Fault, midnight: number): SignatureFields {
  if (fault === 'expired')
    return { ...fields, inception: midnight - 40 * DAY, expiration: midnight - 10 * DAY };
  if (fault === 'not-yet-valid')
    return { ...fields, inception: midnight + 10 * DAY, expiration: midnight + 40 * DAY };
  if (fault === 'wrong-key') return { ...fields, key: otherKey(fields.key) };
  return typeof fault === 'object' && 'fields' in fault ? fault.fields(fields) : fields;
}

/** A key of the same algorithm that is nowhere published. */
function otherKey(key: LabKey): LabKey {
  return generateKey({ algorithm: key.algorithm, flags: key.flags });
}
