import { createSign, type KeyObject } from 'node:crypto';
import { freshKey } from '../../../base/fresh-key.js';
import { LabCa } from '../../../lab/ct/ca.js';
import { nameDer, spkiOf } from '../../../lab/ct/certificate.js';
import { bitString, context, integer, oid, sequence, setOf } from '../../../lab/ct/der.js';
import { extensionDer, subjectAltName } from '../../../lab/ct/extensions.js';
import { P256, seedsFrom, ecKey } from '../../../lab/seeds.js';

export const NOW = Date.parse('2026-11-23T12:00:00Z');
export const DAY = 86_400_000;

const seeds = seedsFrom('ledger');
export const ca = new LabCa({
  name: "Let's Encrypt",
  caaDomains: ['letsencrypt.org'],
  since: NOW - 400 * DAY,
  seeds,
});

/** A key that is the same in each run, so that digests are. */
export const keyOf = (name: string): KeyObject => ecKey(P256, seeds(name));

/** A certificate for these names, with a key of its own for each `seed`. */
export function certificateOf(names: readonly string[], seed: string, notBefore = NOW) {
  return ca.issue({ names, publicKey: spkiOf(keyOf(seed)), notBefore });
}

/** A PKCS #10 request in DER (RFC 2986). */
export function requestOf(names: readonly string[], key: KeyObject = freshKey({ ec: 'prime256v1' })): Buffer {
  const extensions = setOf(sequence(extensionDer(subjectAltName(names))));
  const info = sequence(
    integer(Uint8Array.of(0)),
    nameDer(names[0] === undefined ? [] : [['CN', names[0]]]),
    spkiOf(key),
    context(0, sequence(oid('1.2.840.113549.1.9.14'), extensions)),
  );
  const signature = createSign('sha256').update(info).sign(key);
  return sequence(info, sequence(oid('1.2.840.10045.4.3.2')), bitString(signature));
}

export function pem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
