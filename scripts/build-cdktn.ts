/** Makes `lib/constructs-cdktn` of the built `lib/constructs`: the entry point `caa-guard/cdktn`. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { forCdktn } from './cdktn-source.js';

const lib = path.resolve(import.meta.dirname, '../lib');
const [from, to] = [path.join(lib, 'constructs'), path.join(lib, 'constructs-cdktn')];
rmSync(to, { recursive: true, force: true });
for (const file of readdirSync(from, { recursive: true, encoding: 'utf8' })) {
  if (!/\.(js|d\.ts)$/.test(file)) continue;
  mkdirSync(path.dirname(path.join(to, file)), { recursive: true });
  writeFileSync(path.join(to, file), forCdktn(readFileSync(path.join(from, file), 'utf8')));
}
