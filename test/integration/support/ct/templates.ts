import { createHash } from 'node:crypto';
import { LabCa, type Issued } from '../../../../src/lab/ct/ca.js';
import { spkiOf } from '../../../../src/lab/ct/certificate.js';
import { LabLog } from '../../../../src/lab/ct/log.js';
import type { Submission } from '../../../../src/lab/ct/logs/entry.js';
import { freshKey } from '../../../../src/base/fresh-key.js';
import { context, oid, primitive, sequence } from '../../../../src/lab/ct/der.js';
import type { Extension } from '../../../../src/lab/ct/extensions.js';
import { seedsFrom } from '../../../../src/lab/seeds.js';

export const SINCE = Date.UTC(2026, 9, 1);
const SEEDS = seedsFrom('ct world');
/** Stands in the names of a template where a stamped certificate has its number in base 36. */
const PLACE = 'q0q0q0q0';
const KINDS = 64;
const ZONES = ['shop.test', 'mail.example.net', 'cdn.example.org', 'app.lab', 'site.invalid', 'host.example'];

/** Keeps what a CA hands to a log. */
class Catcher extends LabLog {
  caught: Submission | undefined;

  override add(submission: Submission): Buffer {
    this.caught = submission;
    return super.add(submission);
  }
}

export const CATCHER = new Catcher('Catcher', SEEDS);
const SECOND = new LabLog('Second', SEEDS);
export const CA = new LabCa({
  name: 'World',
  caaDomains: ['ca.test'],
  since: SINCE - 86_400_000,
  seeds: SEEDS,
  logs: [CATCHER, SECOND],
});
/** RSA, as most certificates in logs still have it. */
export const PUBLIC_KEY = spkiOf(freshKey({ rsa: 2048 }));

/** What public CAs put into a certificate besides: where issuer, revocation list and status are to be had. */
const EVERYDAY: readonly Extension[] = [
  {
    oid: '1.3.6.1.5.5.7.1.1',
    value: sequence(
      sequence(oid('1.3.6.1.5.5.7.48.1'), primitive(6, Buffer.from('http://ocsp.world.example'))),
      sequence(
        oid('1.3.6.1.5.5.7.48.2'),
        primitive(6, Buffer.from('http://ca.world.example/intermediate.der')),
      ),
    ),
  },
  {
    oid: '2.5.29.31',
    value: sequence(
      sequence(
        context(0, context(0, primitive(6, Buffer.from('http://crl.world.example/intermediate-42.crl')))),
      ),
    ),
  },
];

/** What was submitted when this certificate was issued; ask right after. */
export function submitted(): Submission {
  if (CATCHER.caught === undefined) throw new Error('nothing was issued yet');
  return CATCHER.caught;
}

interface Form {
  readonly der: Buffer;
  readonly places: readonly number[];
  readonly serials: readonly number[];
  readonly keys: readonly number[];
}

export interface Template {
  readonly tbs: Form;
  readonly precertificate: Form;
  readonly certificate: Form;
}

/** Certificates with one to four names of everyday kinds, really issued. */
export function templates(): readonly Template[] {
  return Array.from({ length: KINDS }, (_, kind) => {
    const zone = ZONES[kind % ZONES.length] ?? '';
    const first = `${PLACE}.${'w'.repeat(1 + (kind % 13))}.${zone}`;
    const all = [first, `www.${first}`, `*.${PLACE}.${zone}`, `api-${PLACE}.${zone}`];
    const issued = CA.issue({
      names: all.slice(0, 1 + ((kind >> 2) % 4)),
      publicKey: PUBLIC_KEY,
      notBefore: SINCE,
      odd: (spec) => ({ ...spec, extensions: [...spec.extensions, ...EVERYDAY] }),
    });
    return {
      tbs: formOf(submitted().tbs, issued),
      precertificate: formOf(issued.precertificate, issued),
      certificate: formOf(issued.certificate, issued),
    };
  });
}

function formOf(der: Uint8Array, { serial }: Issued): Form {
  const octets = Buffer.from(der);
  const modulus = PUBLIC_KEY.subarray(-100, -36);
  return {
    der: octets,
    places: everywhere(octets, Buffer.from(PLACE)),
    serials: everywhere(octets, Buffer.from(serial, 'hex')),
    keys: everywhere(octets, modulus),
  };
}

function everywhere(octets: Buffer, part: Uint8Array): readonly number[] {
  const found: number[] = [];
  for (let at = octets.indexOf(part); at >= 0; at = octets.indexOf(part, at + 1)) found.push(at);
  return found;
}

/**
 * The template's certificate with another serial, other names and another modulus, of which 64
 * octets are chance. Its signature is the template's, and so is wrong: nobody who reads a log looks at it.
 */
export function stamped({ der, places, serials, keys }: Form, index: number): Buffer {
  const octets = Buffer.from(der);
  const chance = createHash('sha512').update(`entry ${index}`).digest();
  const name = index.toString(36).padStart(8, '0');
  for (const at of places) octets.write(name, at, 'latin1');
  for (const at of serials) chance.copy(octets, at + 1, 1, 16);
  for (const at of keys) chance.copy(octets, at);
  return octets;
}
