export * from './model.js';
export { readCertificate } from './x509/read.js';
export * from './issuers/index.js';
export { createCertspotterSource, type CertspotterOptions } from './source/certspotter.js';
export { createCrtshSource, type CrtshOptions } from './source/crtsh.js';
export { createFilesSource, type CertificateFiles, type FilesOptions } from './source/files.js';
export { systemCertificateFiles } from './source/system-files.js';
export { mergeByTbs } from './merge.js';
