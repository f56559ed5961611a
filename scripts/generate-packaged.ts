import { readFileSync } from 'node:fs';
import path from 'node:path';

export const PACKAGED_NAMES = ['baseline', 'strict', 'sealed'] as const;

/** `src/policy/packaged.ts`: the packaged policies as text, so that they travel with the code into any bundle. */
export function packagedModule(root: string): string {
  const entries = PACKAGED_NAMES.map((name) => {
    const source = readFileSync(path.join(root, 'policies', `${name}.yaml`), 'utf8');
    return `  ${name}: ${JSON.stringify(source)},\n`;
  });
  return `// Generated from policies/*.yaml by \`npm run generate\`. Do not edit.\n/* prettier-ignore */\nexport const PACKAGED: Readonly<Record<string, string>> = {\n${entries.join('')}};\n`;
}
