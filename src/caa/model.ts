/** One CAA record as it stands on the wire (RFC 8659, section 4.1). Bytes, because tag and value need not be text. */
export interface CaaRecord {
  /** Flags octet; bit 0 (value 128) is the Issuer Critical Flag. */
  readonly flags: number;
  readonly tag: Uint8Array;
  readonly value: Uint8Array;
}

/** How far the answer can be believed: `secure` is DNSSEC-validated, `insecure` is proven to be unsigned. */
export type Trust = 'secure' | 'insecure';

/**
 * What the lookup of the CAA RRset at one name gave, aliases followed. The port through which this room sees DNS.
 * `failed` is anything that is neither an answer nor a valid statement that there is none.
 */
export type CaaAnswer =
  | {
      readonly kind: 'records';
      /** Where the set lives: the end of the alias chain, in lower-case presentation form. */
      readonly owner: string;
      /** Alias owners passed on the way, the asked name first; empty without aliases. */
      readonly aliases: readonly string[];
      readonly trust: Trust;
      /** Every RDATA of the set, raw: a record that is no CAA RDATA at all must still count. */
      readonly rdatas: readonly Uint8Array[];
    }
  | {
      readonly kind: 'none';
      readonly why: 'nodata' | 'nxdomain';
      readonly aliases: readonly string[];
      readonly trust: Trust;
    }
  | {
      readonly kind: 'failed';
      /** `bogus` is a DNSSEC failure: never permission to issue. `unreachable`: nobody answered usefully. */
      readonly why: 'bogus' | 'unreachable' | 'servfail' | 'limit';
      /** Reason code of whoever looked, for people. */
      readonly reason: string;
    };
