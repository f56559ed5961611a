export { badSignatures, measure, type Measured, type Operations, type WorkAttack } from './attack.js';
export { growingName, laboriousChain, longChain } from './aliases.js';
export { deepDelegation, gluelessFan, laboriousDelegation } from './delegations.js';
export { dsAndKeys, keysAndSignatures, negativeAnswer } from './keytrap.js';
export { deepEncloser, manyChains, onReferral } from './nsec3.js';
export { crowdedDenial, hugeSet } from './sets.js';
export { amplifiedOctets, amplifyingMessage } from './pointers.js';
