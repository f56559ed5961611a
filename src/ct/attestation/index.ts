export * from './model.js';
export { createDirectoryFinder } from './directory.js';
export { createGithubFinder, type GithubFinderOptions } from './github.js';
export { lookForAttestations, verifyAll, type AttestationSide } from './look.js';
export { PUBLIC_GOOD } from './public-good.js';
export { readTrust, type Trust } from './trust.js';
export { verifyBundle } from './verify.js';
