import { DnsName } from '../../base/name.js';
import type { CertificateFacts, IssuanceSource, SourceResult } from '../../ct/model.js';
import type { Clock, Lookup, Reason, ResourceRecord, Resolver, ServerAddress } from '../../dns/model.js';
import type { DomainPolicy, NamePolicy, Policy } from '../../policy/model.js';
import type { CertificateReader } from '../issuance.js';
import { lookupKey, typeName } from '../lookup-evidence.js';

/** 2026-11-23T12:00:00Z. */
export const NOON = 1_795_435_200_000;

/** A clock that stands still at `NOON`. */
export const stillClock: Clock = { now: () => NOON, monotonic: () => 0 };

export const SERVER: ServerAddress = { host: '192.0.2.53', port: 53 };
const AT = { file: 'policy.yaml', line: 1, column: 1, endLine: 1, endColumn: 2 };

export function namePolicy(name: string): NamePolicy {
  return {
    name,
    at: AT,
    issue: [],
    contacts: [],
    sealed: false,
    windows: [],
    persist: [],
    challenges: [],
    positions: {},
  };
}

export function domainPolicy(name: string, names: readonly string[] = []): DomainPolicy {
  return {
    ...namePolicy(name),
    dnssec: { required: true, plannedDs: [], expiryHorizon: 0 },
    names: names.map(namePolicy),
    own: { keys: [], certificates: [], ledger: [], attestations: [], providers: [], exhaustive: true },
    includeSubdomains: true,
  };
}

export function policyOf(...domains: readonly DomainPolicy[]): Policy {
  return { version: 1, domains, waivers: [], failOn: {}, files: ['policy.yaml'] };
}

/** A secure answer with these RDATAs; none of them: NODATA. From the zone of two labels. */
export function secure(name: string, type: number, ...rdatas: readonly Uint8Array[]): Lookup {
  const owner = DnsName.parse(name);
  return secureFrom(owner.ancestor(Math.min(2, owner.labels.length)), name, type, ...rdatas);
}

/** The same from a zone that is named. */
export function secureFrom(
  zone: DnsName,
  name: string,
  type: number,
  ...rdatas: readonly Uint8Array[]
): Lookup {
  const owner = DnsName.parse(name);
  const record = (rdata: Uint8Array): ResourceRecord => ({
    name: owner,
    type,
    class: 1,
    ttl: 300,
    rdata,
    offset: 0,
  });
  const rrset = { name: owner, type, class: 1, ttl: 300, records: rdatas.map(record), signatures: [] };
  return {
    state: 'secure',
    answer: {
      owner,
      aliases: [],
      zone,
      ttl: 300,
      outcome: rdatas.length === 0 ? { kind: 'nodata' } : { kind: 'records', rrset },
    },
  };
}

export function failed(name: string, code: Reason['code'] = 'timeout'): Lookup {
  const reason = { code, name: DnsName.parse(name), server: SERVER, detail: 'no answer within 2000 ms' };
  return { state: 'indeterminate', reason };
}

type Said = Lookup | 'never' | Error;

/** A resolver that says for `name/TYPE` what the list holds, one after the other and the last for ever; else NODATA. */
export function fakeResolver(
  world: Readonly<Record<string, readonly Said[]>>,
): Resolver & { asked: string[] } {
  const asked: string[] = [];
  const times = new Map<string, number>();
  return {
    asked,
    lookup: async (name, type) => {
      const key = lookupKey(name.toCanonicalString(), typeName(type));
      asked.push(key);
      const said = world[key];
      const time = times.get(key) ?? 0;
      times.set(key, time + 1);
      const now = said?.[Math.min(time, said.length - 1)] ?? secure(name.toString(), type);
      if (now === 'never') return new Promise<never>(() => undefined);
      if (now instanceof Error) throw now;
      return now;
    },
  };
}

export function fakeSource(id: string, result: Partial<SourceResult> | 'never'): IssuanceSource {
  return {
    id,
    query: () =>
      result === 'never'
        ? new Promise<never>(() => undefined)
        : Promise.resolve({ issuances: [], complete: true, pages: 1, ...result }),
  };
}

/** Reads a "certificate" whose first octet is the day of its notBefore. */
export const fakeReader: CertificateReader = {
  read: (der): CertificateFacts => ({
    sha256: Buffer.from(der).toString('hex').padEnd(64, '0'),
    tbsSha256: '0'.repeat(64),
    spkiSha256: '0'.repeat(64),
    precertificate: false,
    serial: '01',
    issuer: 'CN=Test',
    notBefore: (der[0] ?? 0) * 86_400_000,
    notAfter: ((der[0] ?? 0) + 90) * 86_400_000,
    names: [],
    problems: [],
  }),
  issuerCaa: (_facts, der) => (der[1] === 1 ? ['known.example'] : undefined),
};
