import type { Rule } from '../model.js';
import { bindingIgnored } from './binding-ignored.js';
import { bindingLost } from './binding-lost.js';
import { contactUndeclared } from './contact-undeclared.js';
import { declaredIssuerDenied } from './declared-issuer-denied.js';
import { flagsOdd } from './flags-odd.js';
import { foreignOwner } from './foreign-owner.js';
import { iodefDiffers } from './iodef-differs.js';
import { lookupFails } from './lookup-fails.js';
import { malformed } from './malformed.js';
import { missing } from './missing.js';
import { profilesDiffer } from './profiles-differ.js';
import { serversDiffer } from './servers-differ.js';
import { shadowed } from './shadowed.js';
import { undeclaredIssuer } from './undeclared-issuer.js';
import { unknownCritical } from './unknown-critical.js';
import { vantageDiffers } from './vantage-differs.js';
import { wildOpen } from './wild-open.js';
import { wrongAccount } from './wrong-account.js';

export const CAA_RULES: readonly Rule[] = [
  missing,
  undeclaredIssuer,
  bindingLost,
  wrongAccount,
  declaredIssuerDenied,
  malformed,
  unknownCritical,
  bindingIgnored,
  wildOpen,
  profilesDiffer,
  shadowed,
  foreignOwner,
  lookupFails,
  contactUndeclared,
  iodefDiffers,
  flagsOdd,
  serversDiffer,
  vantageDiffers,
];
