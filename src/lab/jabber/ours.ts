import { sha256Hex } from '../ct/certificate.js';
import type { JabberEvent } from './events.js';

const HOUR = 3_600_000;

/**
 * How the owner's certificates are known to be the owner's:
 * - `key`: one key for all of them, pinned in the policy.
 * - `csr`: a new key for each; its request stands in the ledger from an hour before it is issued.
 * - `certificate`: a new key for each; the renewal enters the certificate in the ledger once it has it.
 * - `attestation`: a new key for each; the renewal's workflow attests it. Whoever replays has to serve the attestations.
 */
export type JabberKnowing = 'key' | 'csr' | 'certificate' | 'attestation';
export const JABBER_KNOWINGS: readonly JabberKnowing[] = ['key', 'csr', 'certificate', 'attestation'];
/** The workflow that renews, where it attests. Made up. */
export const OWNER_WORKFLOW = {
  repository: 'jabber-lab/infrastructure',
  workflow: '.github/workflows/renew.yml',
  ref: 'refs/heads/main',
} as const;
/** Where the policy says that the ledger lies. */
export const JABBER_LEDGER = 'ours.yaml';

/** What the policy says under `certificates`. */
export function oursClause(knowing: JabberKnowing, key: Uint8Array): string {
  const { repository, workflow, ref } = OWNER_WORKFLOW;
  switch (knowing) {
    case 'key':
      return `keys: [${sha256Hex(key)}]`;
    case 'csr':
    case 'certificate':
      return `ledger: ${JABBER_LEDGER}`;
    case 'attestation':
      return `attestations: {repository: ${repository}, workflow: ${workflow}, ref: ${ref}}`;
  }
}

export function ledgerText(domains: readonly string[], entries: readonly string[]): string {
  return ['version: 1', 'domains:', ...domains.flatMap((name) => [`  ${name}:`, ...entries]), ''].join('\n');
}

/** The request for a renewal: in the ledger from an hour before. */
export function requestEntry({ at, names }: JabberEvent, spki: string, now: number): readonly string[] {
  if (now < at - HOUR) return [];
  return [`    - {kind: csr, spki: ${spki}, names: [${names.join(', ')}], added: ${dayOf(at)}}`];
}

/** The certificate of a renewal, if it was issued by then. */
export function certificateEntry(
  { at, names, notAfter }: JabberEvent,
  tbs: string | undefined,
  now: number,
): readonly string[] {
  if (tbs === undefined || now < at) return [];
  const times = `notBefore: ${textOf(at)}, notAfter: ${textOf(notAfter)}`;
  return [
    `    - {kind: certificate, tbs: ${tbs}, names: [${names.join(', ')}], added: ${dayOf(at)}, ${times}}`,
  ];
}

export function textOf(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
