/**
 * Domains declared in CDKTF: records, DNSSEC and the policy from one source. `caa-guard/cdktf` is for cdktf, `caa-guard/cdktn` for its
 * successor: the same source, for each.
 */
export * from './issuers.js';
export * from './hosts.js';
export type { CertificatesProps, DnssecProps, GuardedDomainProps, NameProps } from './props.js';
export { GuardedDomain, type PlainRecord } from './guarded-domain.js';
export { DnsProvider, type DnsProviderKind, type DnsProviderProps } from './provider.js';
export { GuardedResource, type GuardedResourceProps } from './resource.js';
export { MANIFEST_NAME, manifestOf } from './manifest.js';
