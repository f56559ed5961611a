export { issuersFromCcadb, type CcadbReading, type SkippedRow } from './ccadb.js';
export { readDelegations, withoutDelegated, type Delegations } from './delegated.js';
export { ISSUERS_FORMAT, parseIssuers, writeIssuers } from './file.js';
export type { Issuer, IssuerGroup, IssuerKey, IssuerTable } from './model.js';
export { SHIPPED_ISSUERS } from './shipped.js';
export { caaDomainsOf, issuerTable, type IssuerTableOptions } from './table.js';
