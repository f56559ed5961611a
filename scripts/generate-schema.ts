import { policySchema } from '../src/policy/schema.js';

/** `policies/schema.json`, for editors. */
export function schemaFile(): string {
  return `${JSON.stringify(policySchema(), undefined, 2)}\n`;
}
