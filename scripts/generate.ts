/** Writes everything that is generated. Tests say that it is current. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { actionPage } from './generate-action.js';
import { policyPage } from './generate-clauses.js';
import { constructsPage } from './generate-constructs.js';
import { packagedModule } from './generate-packaged.js';
import { generateRules } from './generate-rules.js';
import { schemaFile } from './generate-schema.js';

const root = path.resolve(import.meta.dirname, '..');
writeFileSync(path.join(root, 'src/policy/packaged.ts'), packagedModule(root));
writeFileSync(path.join(root, 'policies/schema.json'), schemaFile());
writeFileSync(path.join(root, 'docs/policy.md'), policyPage(root));
writeFileSync(path.join(root, 'docs/action.md'), actionPage(root));
writeFileSync(path.join(root, 'docs/constructs.md'), constructsPage(root));
generateRules(root);
