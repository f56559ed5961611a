import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sampleWorld } from '../testing/sample-world.js';
import type { SigningSpec } from './zone-spec.js';
import { toZoneFile } from './zone-file.js';
import type { LabZone } from './zone.js';

const folder = mkdtempSync(path.join(tmpdir(), 'lab-zone-'));
afterAll(() => rmSync(folder, { recursive: true }));

const REQUIRED = process.env['CI_REQUIRE_ORACLES'] !== undefined;

/** True if the program is there; says so loudly if it is not. */
function present(program: string, ...args: readonly string[]): boolean {
  const there = spawnSync(program, [...args]).error === undefined;
  if (!there && !REQUIRED)
    console.warn(`SKIPPED: ${program} is missing, so it does not check the lab's signer`);
  return there || REQUIRED;
}

function exported(spec: SigningSpec, spoil?: (zone: LabZone) => void): string {
  // dnssec-verify has no way to say what time it is
  const { world, zone } = sampleWorld(spec, Date.now);
  spoil?.(zone);
  const file = path.join(folder, `zone-${Math.random()}`);
  writeFileSync(file, toZoneFile(world.signedZone('zone.test')));
  return file;
}

const SPECS: readonly (readonly [string, SigningSpec])[] = [
  ['RSA/SHA-256 and NSEC', { algorithm: 8 }],
  ['RSA/SHA-512 and NSEC', { algorithm: 10 }],
  ['ECDSA P-256 and NSEC', { algorithm: 13 }],
  ['ECDSA P-384 and NSEC, one key', { algorithm: 14, csk: true }],
  ['Ed25519 and NSEC3', { algorithm: 15, denial: {} }],
  ['Ed448 and NSEC3 with salt and iterations', { algorithm: 16, denial: { salt: 'aabbcc', iterations: 7 } }],
  ['NSEC3 with opt-out', { denial: { optOut: true } }],
];

describe.runIf(present('dnssec-verify', '-V'))("BIND's dnssec-verify", () => {
  // -z: a key with the SEP flag may sign data too
  const verify = (file: string) =>
    execFileSync('dnssec-verify', ['-z', '-o', 'zone.test', file], { stdio: 'pipe' });

  it.each(SPECS)('accepts a zone with %s', (_, spec) => {
    expect(() => verify(exported(spec))).not.toThrow();
  });

  it('refuses a zone in which a signature has a wrong bit, so that it does look', () => {
    expect(() =>
      verify(exported({}, (zone) => zone.damage({ name: 'www', type: 'AAAA', fault: 'flipped' }))),
    ).toThrow();
  });
});

describe.runIf(present('ldns-verify-zone', '-v'))('ldns-verify-zone', () => {
  it.each(SPECS)('accepts a zone with %s', (_, spec) => {
    expect(() => execFileSync('ldns-verify-zone', [exported(spec)], { stdio: 'pipe' })).not.toThrow();
  });
});
