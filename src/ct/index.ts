export * from './model.js';
export { readCertificate } from './x509/read.js';
export { caaDomainsOf, ISSUERS, ISSUERS_SOURCE } from './issuers.js';
export { createCertspotterSource } from './source/certspotter.js';
export { mergeByTbs } from './merge.js';
