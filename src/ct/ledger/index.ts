export { acmeCertificates, ACME_LAYOUTS, type AcmeCertificates } from './acme.js';
export { materialPaths, readMaterialFile, type MaterialFiles } from './files.js';
export { readMaterial, type Material, type ReadMaterial } from './material.js';
export { systemMaterialFiles } from './system-files.js';
