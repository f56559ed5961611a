/** A validated lookup, written down. Mirrors `Lookup` of the dns room. */
export interface LookupEvidence {
  readonly name: string;
  readonly type: string;
  readonly state: 'secure' | 'insecure' | 'bogus' | 'indeterminate';
  /** For every state but `secure`. */
  readonly reason?: {
    readonly code: string;
    readonly name: string;
    readonly type?: string;
    readonly zone?: string;
    readonly server?: string;
    readonly detail: string;
  };
  /** Only for `secure` and `insecure`. */
  readonly answer?: {
    readonly owner: string;
    readonly zone: string;
    readonly aliases: readonly {
      readonly from: string;
      readonly to: string;
      readonly via: 'CNAME' | 'DNAME';
    }[];
    readonly kind: 'records' | 'nodata' | 'nxdomain';
    /** The wildcard that the records were made from (RFC 4592), for `records`. */
    readonly wildcard?: string;
    readonly ttl: number;
    /** RDATA of each record, base64, for `records`. */
    readonly rdatas: readonly string[];
    /** RDATA of each covering RRSIG, base64. */
    readonly signatures: readonly string[];
  };
}

/** What one further recursive resolver said, validated here and not there. */
export interface VantageEvidence {
  /** As it was named: `https://dns.example/dns-query`, `192.0.2.1:53`, ... */
  readonly resolver: string;
  /** CAA lookups along every climb, by `name/CAA`, as in `DomainEvidence.lookups`. */
  readonly lookups: Readonly<Record<string, LookupEvidence>>;
}
