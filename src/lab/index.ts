export { DnsWorld, type DnsWorldOptions } from './dns/dns-world.js';
export { collidingKeys, decoyKey, FLAG, generateKey, revoked, withFields, type LabKey } from './dns/keys.js';
export type { LabQuery, LabResponse } from './dns/message.js';
export type { NameServer, Respond } from './dns/name-server.js';
export { rdataOf } from './dns/rdata.js';
export { LabError, type LabRecord, type LabRRset } from './dns/rr.js';
export type { ServerFault, ServerFaultKind } from './dns/server-faults.js';
export type { SignatureFields } from './dns/signature.js';
export type { SignedZone } from './dns/signed-zone.js';
export type { Endpoint } from './dns/sockets.js';
export { LabZone } from './dns/zone.js';
export { toZoneFile } from './dns/zone-file.js';
export type {
  Damage,
  Denial,
  DsSpec,
  Fault,
  RecordSpec,
  SigningSpec,
  ZoneKeys,
  ZoneSpec,
} from './dns/zone-spec.js';
export { VirtualClock, type LabClock } from './clock.js';
export { LabCa, type CaSpec, type Issued, type IssueRequest } from './ct/ca.js';
export {
  certificate,
  nameDer,
  signed,
  spkiOf,
  tbsCertificate,
  type CertificateSpec,
} from './ct/certificate.js';
export type { Extension } from './ct/extensions.js';
export { LabLog } from './ct/log.js';
export { LogServer, type LogFault } from './ct/logs/log-server.js';
export { TreeLog, type TreeLogOptions } from './ct/logs/tree-log.js';
export { CrtshServer, type CrtshServerOptions } from './ct/crtsh-server.js';
export { CtIndex } from './ct/search.js';
export { CtServer, type CtFault, type CtFaultKind } from './ct/search-server.js';
export { DEMO_CASES, OWN_ACCOUNT, type DemoCase } from './demo/cases.js';
export { createDemo, type Demo } from './demo/demo.js';
export { createLab, HOSTING, Lab, type LabAccess, type LabOptions } from './lab.js';
export {
  ATTACKER_ACCOUNT,
  JABBER_DOMAINS,
  JABBER_EVENTS,
  NOTICED_AT,
  OWNER_ACCOUNT,
  type JabberEvent,
} from './jabber/events.js';
export { JABBER_DEPLOYMENTS, JabberReplay, type JabberDeployment } from './jabber/jabber.js';
export { JABBER_KNOWINGS, JABBER_LEDGER, OWNER_WORKFLOW, type JabberKnowing } from './jabber/ours.js';
