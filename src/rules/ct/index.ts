import type { Rule } from '../model.js';
import { forbiddenIssuer } from './forbidden-issuer.js';
import { issuerUnmapped } from './issuer-unmapped.js';
import { nameUnknown } from './name-unknown.js';
import { sealedIssuance } from './sealed-issuance.js';
import { unknownCertificate } from './unknown-certificate.js';
import { unreadable } from './unreadable.js';

export const CT_RULES: readonly Rule[] = [
  unknownCertificate,
  forbiddenIssuer,
  sealedIssuance,
  unreadable,
  issuerUnmapped,
  nameUnknown,
];
