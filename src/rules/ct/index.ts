import type { Rule } from '../model.js';
import { cadence } from './cadence.js';
import { expiring, notRenewed } from './expiring.js';
import { forbiddenIssuer } from './forbidden-issuer.js';
import { forbiddenKind } from './forbidden-kind.js';
import { inconsistentLog } from './inconsistent-log.js';
import { issuerUnmapped } from './issuer-unmapped.js';
import { logListOld } from './log-list-old.js';
import { nameUnknown } from './name-unknown.js';
import { noSct } from './no-sct.js';
import { notIncluded } from './not-included.js';
import { sctInvalid } from './sct-invalid.js';
import { sealedIssuance } from './sealed-issuance.js';
import { serialTwice } from './serial-twice.js';
import { sourceBlind } from './source-blind.js';
import { sourceStale } from './source-stale.js';
import { sourcesDisagree } from './sources-disagree.js';
import { unknownCertificate } from './unknown-certificate.js';
import { unreadable } from './unreadable.js';

export const CT_RULES: readonly Rule[] = [
  unknownCertificate,
  forbiddenIssuer,
  forbiddenKind,
  sealedIssuance,
  unreadable,
  issuerUnmapped,
  serialTwice,
  noSct,
  sctInvalid,
  notIncluded,
  inconsistentLog,
  logListOld,
  nameUnknown,
  cadence,
  expiring,
  notRenewed,
  sourceBlind,
  sourceStale,
  sourcesDisagree,
];
