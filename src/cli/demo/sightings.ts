import { createHash } from 'node:crypto';
import type { CertificateFacts } from '../../ct/model.js';
import { judge, type Finding } from '../../rules/index.js';
import type { CertificateEvidence, DomainEvidence, Evidence } from '../../survey/evidence.js';
import type { Control } from './controls.js';
import { CA, OWNER_RENEWALS, ROGUE_ISSUANCES, type RogueIssuance } from './jabber-case.js';

const DAY = 86_400_000;
const NAMES = ['jabber.ru', 'xmpp.ru'];

/** SHA-256 of the owner's key; his certificates all have it. */
export const OWNER_KEY = digest('the key of the owner');

/** What a daily run would have said, the first time that it saw a rogue certificate. */
export interface Sighting {
  readonly issuance: RogueIssuance;
  /** Unix milliseconds of the run. */
  readonly at: number;
  readonly findings: readonly Finding[];
}

/**
 * Runs the judge as a daily job would have, over what Certificate Transparency showed by then. The certificates are
 * made up from what is known of them; the judgement is the real one.
 */
export function sightings({ policy }: Control): readonly Sighting[] {
  if (policy === undefined) return [];
  return ROGUE_ISSUANCES.flatMap((issuance) => {
    const at = Date.parse(issuance.from) + DAY;
    const digests = digestsOf(issuance);
    const found = judge(policy, evidenceAt(at), at).findings.filter(
      ({ rule, subject }) => rule.startsWith('ct/') && digests.some((one) => subject.includes(one)),
    );
    return found.length === 0 ? [] : [{ issuance, at, findings: found }];
  });
}

function digestsOf(issuance: RogueIssuance): readonly string[] {
  const { facts } = rogue(issuance);
  return [facts.sha256, facts.tbsSha256];
}

/** All that a run at this time would have seen of certificates. DNS is left out: nothing in it had changed. */
function evidenceAt(at: number): Evidence {
  const seen = [...OWNER_RENEWALS.map(ownersOwn), ...ROGUE_ISSUANCES.map(rogue)].filter(
    ({ facts }) => facts.notBefore < at,
  );
  return {
    format: 'caa-guard/evidence/1',
    tool: { name: 'caa-guard demo', version: '0' },
    startedAt: at,
    finishedAt: at,
    vantage: { mode: 'iterative', servers: [] },
    anchors: [],
    domains: NAMES.map((zone): DomainEvidence => {
      const certificates = seen.filter(({ facts }) => facts.names.some(({ value }) => value === zone));
      const issuance = { source: 'reconstruction', complete: true, includeSubdomains: true, certificates };
      return { zone, lookups: {}, issuance: [issuance] };
    }),
    exchanges: [],
  };
}

function rogue({ names, serial, from, to }: RogueIssuance): CertificateEvidence {
  return certificate(
    names,
    serial.replaceAll(':', ''),
    from,
    to,
    digest(`the key of the attacker ${serial}`),
  );
}

function ownersOwn(from: string): CertificateEvidence {
  const to = new Date(Date.parse(from) + 90 * DAY).toISOString().slice(0, 10);
  return certificate(NAMES, digest(from).slice(0, 6), from, to, OWNER_KEY);
}

function certificate(
  names: readonly string[],
  serial: string,
  from: string,
  to: string,
  key: string,
): CertificateEvidence {
  const facts: CertificateFacts = {
    sha256: digest(`certificate ${serial} ${from}`),
    tbsSha256: digest(`tbs ${serial} ${from}`),
    spkiSha256: key,
    precertificate: false,
    serial,
    issuer: "C=US, O=Let's Encrypt, CN=R3",
    notBefore: Date.parse(from),
    notAfter: Date.parse(to),
    names: names.map((value) => ({ from: 'san', kind: 'dns', value })),
    problems: [],
  };
  return { der: '', sourceId: serial, facts, issuerCaa: { domains: [CA], from: 'table' } };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
