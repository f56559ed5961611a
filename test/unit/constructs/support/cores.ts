import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Cdktf from 'cdktf';
import { afterAll } from 'vitest';
import type * as ForCdktf from '../../../../src/constructs/index.js';
import { forCdktn } from '../../../../scripts/cdktn-source.js';

const ROOT = path.resolve(import.meta.dirname, '../../../..');
const SOURCE = path.join(ROOT, 'src/constructs');

export type Core = typeof Cdktf;
export type Constructs = typeof ForCdktf;

/** One core and the constructs for it. */
export interface Both {
  readonly name: 'cdktf' | 'cdktn';
  readonly core: Core;
  readonly constructs: Constructs;
}

const made = path.join(ROOT, '.cache', `constructs-cdktn-${process.pid}`);
afterAll(() => rmSync(made, { recursive: true, force: true }));

/** Both cores. The source for cdktn is made as the build makes it, into a directory of this process. */
export async function bothCores(): Promise<readonly Both[]> {
  for (const file of readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue;
    const text = forCdktn(readFileSync(path.join(SOURCE, file), 'utf8'));
    // What lies outside of the room is the same for both.
    const outside = text.replaceAll(/'(?:\.\.\/)+policy\//g, `'${path.join(ROOT, 'src/policy')}/`);
    mkdirSync(path.dirname(path.join(made, file)), { recursive: true });
    writeFileSync(path.join(made, file), outside.replaceAll(/(policy\/[^']*)\.js'/g, "$1.ts'"));
  }
  return [
    {
      name: 'cdktf',
      core: await import('cdktf'),
      constructs: await import('../../../../src/constructs/index.js'),
    },
    {
      name: 'cdktn',
      core: (await import('cdktn')) as unknown as Core,
      constructs: (await import(pathToFileURL(path.join(made, 'index.ts')).href)) as Constructs,
    },
  ];
}
