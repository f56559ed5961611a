/** Writes everything that is generated. Tests say that it is current. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { policySchema } from '../src/policy/schema.js';
import { packagedModule } from './generate-packaged.js';

const root = path.resolve(import.meta.dirname, '..');
writeFileSync(path.join(root, 'src/policy/packaged.ts'), packagedModule(root));
writeFileSync(path.join(root, 'policies/schema.json'), `${JSON.stringify(policySchema(), undefined, 2)}\n`);
