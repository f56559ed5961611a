export { createValidatingResolver, type ValidatingResolverOptions } from './resolver.js';
export { parseTrustAnchors, rootAnchors, type TrustAnchors } from './anchors.js';
export {
  DEFAULT_ALGORITHMS,
  type AlgorithmTable,
  type DigestAlgorithm,
  type SigningAlgorithm,
} from './algorithms.js';
export { DEFAULT_LIMITS, type ValidationLimits } from './budget.js';
export { type SignatureVerifier } from './keys.js';
