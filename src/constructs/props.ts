import type { DnsHost } from './hosts.js';
import type { Issuers } from './issuers.js';

/** What is said of one name. What is absent comes from `extends`, or is not said. */
export interface NameProps {
  /** Who may issue. */
  readonly issue?: Issuers;
  /**
   * Who may issue wildcards.
   *
   * @default - as `issue`
   */
  readonly issuewild?: Issuers;
  /** Who may issue S/MIME certificates (RFC 9495). */
  readonly issuemail?: Issuers;
  /** Who may issue mark certificates. */
  readonly issuevmc?: Issuers;
  /** Where CAs report what they refused: `mailto:` or `https:` URLs. */
  readonly iodef?: readonly string[];
  /** Addresses that contact properties may carry. */
  readonly contacts?: readonly string[];
  /** Nobody may issue but in a window, whatever `issue` says. */
  readonly sealed?: boolean;
  /** When a sealed name is open, as times of RFC 3339; half-open. */
  readonly windows?: readonly { readonly from: string; readonly to: string }[];
  /** Whose answers to a validation by DNS count besides the zone's own. */
  readonly challenges?: readonly string[];
}

/** What is said of how the zone is signed. */
export interface DnssecProps {
  /** The zone has to be signed, and the chain to it complete. */
  readonly required?: boolean;
  /** Allowed algorithms, by IANA number or mnemonic. */
  readonly algorithms?: readonly (string | number)[];
  /** The DS set at the parent: `keyTag algorithm digestType digest`. */
  readonly ds?: readonly string[];
  /** DS records that a rollover may change to. */
  readonly plannedDs?: readonly string[];
}

/** Which certificates are ours. */
export interface CertificatesProps {
  /** SHA-256 of public keys that are ours, hex. */
  readonly keys?: readonly string[];
  /** SHA-256 of certificates that are ours, hex. */
  readonly certificates?: readonly string[];
  /** Ledger files, as seen from the working directory: the policy that is written names them, and does not hold what is in them. */
  readonly ledger?: string | readonly string[];
  /** Workflows whose attestations say that a certificate is ours. */
  readonly attestations?: readonly {
    readonly repository: string;
    readonly workflow: string;
    readonly ref?: string;
    readonly issuer?: string;
  }[];
  /** Providers that get certificates on your behalf. */
  readonly providers?: readonly {
    readonly provider: string;
    readonly ca: readonly string[];
    readonly names: readonly string[];
  }[];
  /** Every certificate in the logs has to be ours. @default true */
  readonly exhaustive?: boolean;
}

/** Properties of `GuardedDomain`. */
export interface GuardedDomainProps extends NameProps {
  /** The registered domain: `example.com`. */
  readonly domain: string;
  /** Where its zone is served. */
  readonly at: DnsHost;
  /**
   * Policies to build on: `caa-guard:baseline`, `caa-guard:strict`, `caa-guard:sealed`, or paths of your own, as seen from the
   * working directory.
   */
  readonly extends?: string | readonly string[];
  /** Whether the zone has to be signed, or more of it. */
  readonly dnssec?: boolean | DnssecProps;
  /** Names below with clauses of their own, by their full name. */
  readonly names?: Readonly<Record<string, NameProps>>;
  /** Which certificates are ours. */
  readonly certificates?: CertificatesProps;
  /** Names of the zone's servers. */
  readonly nameservers?: readonly string[];
  /** TTL of the records, in seconds. @default 300 */
  readonly ttl?: number;
  /**
   * Writes `lifecycle { prevent_destroy }`: it stops a destroy and a replacement. It does not stop whoever removes the construct:
   * that is for the check of the plan.
   *
   * @default true
   */
  readonly preventDestroy?: boolean;
  /**
   * The time for which records are written: only a sealed name with a window depends on it.
   *
   * @default - outside of all windows
   */
  readonly now?: Date;
}
