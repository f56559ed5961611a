export { APPLE, CHROME, CT_POLICIES, type CtPolicy } from './policies.js';
export { countScts, type CheckedSct, type CountedSct, type CtCompliance, type CtQuestion } from './count.js';
