import type { DnsName } from '../../base/name.js';

/* What the typed readers in `rdata.ts` give. */

/** RFC 4034, section 2.1: Flags(16) Protocol(8) Algorithm(8) Public Key. */
export interface Dnskey {
  readonly flags: number;
  readonly protocol: number;
  readonly algorithm: number;
  readonly publicKey: Uint8Array;
  readonly keyTag: number;
  /** Bit 7: may sign the zone's records. */
  readonly zoneKey: boolean;
  /** Bit 8 (RFC 5011, section 3). */
  readonly revoked: boolean;
  /** Bit 15, a hint only. */
  readonly secureEntryPoint: boolean;
}

/** RFC 4034, section 5.1: Key Tag(16) Algorithm(8) Digest Type(8) Digest. Also CDS (RFC 7344). */
export interface Ds {
  readonly keyTag: number;
  readonly algorithm: number;
  readonly digestType: number;
  readonly digest: Uint8Array;
}

/** RFC 4034, section 3.1. Times are serial numbers of seconds (RFC 1982). */
export interface Rrsig {
  readonly typeCovered: number;
  readonly algorithm: number;
  readonly labels: number;
  readonly originalTtl: number;
  readonly expiration: number;
  readonly inception: number;
  readonly keyTag: number;
  readonly signer: DnsName;
  readonly signature: Uint8Array;
}

/** RFC 4034, section 4.1. */
export interface Nsec {
  readonly next: DnsName;
  readonly types: ReadonlySet<number>;
}

/** RFC 5155, section 4.2: Hash Alg(8) Flags(8) Iterations(16) Salt. */
export interface Nsec3Param {
  readonly hashAlgorithm: number;
  readonly flags: number;
  readonly iterations: number;
  readonly salt: Uint8Array;
}

/** RFC 5155, section 3.2. */
export interface Nsec3 extends Nsec3Param {
  readonly nextHash: Uint8Array;
  readonly types: ReadonlySet<number>;
}

/** RFC 1035, section 3.3.13. */
export interface Soa {
  readonly mname: DnsName;
  readonly rname: DnsName;
  readonly serial: number;
  readonly refresh: number;
  readonly retry: number;
  readonly expire: number;
  readonly minimum: number;
}

/** RFC 8659, section 4.1: Flags(8) Tag Length(8) Tag Value; as octets. */
export interface CaaRdata {
  readonly flags: number;
  readonly tag: Uint8Array;
  readonly value: Uint8Array;
}

/** RFC 6698, section 2.1. */
export interface Tlsa {
  readonly usage: number;
  readonly selector: number;
  readonly matchingType: number;
  readonly data: Uint8Array;
}
