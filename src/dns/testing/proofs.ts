import { DnsName } from '../../base/name.js';
import { Budget, DEFAULT_LIMITS } from '../validate/budget.js';
import { proveDenial, proveNoDs, type DenialRecords } from '../validate/denial.js';
import { nsec3Hash, type Nsec3Chain, type ProvenNsec3 } from '../validate/nsec3.js';

/* What the tests of denial share: denial records of a zone `test`, taken as verified, and short words for what they prove. */

export const n = (text: string): DnsName => DnsName.parse(text);
export const zone = n('test');
export const salt = Uint8Array.of(0xaa);
export const budget = (): Budget => new Budget(DEFAULT_LIMITS);

export const nsec = (...triples: [string, string, number[]][]): DenialRecords => ({
  zone,
  nsec: triples.map(([owner, next, types]) => ({ owner: n(owner), next: n(next), types: new Set(types) })),
  nsec3: [],
  tooManyIterations: false,
});

/** `at`: the NSEC3 of a name; `over`: one that covers a name as narrowly as can be. */
export type Nsec3Spec = { at?: string; over?: string; types?: number[]; optOut?: boolean };
export const nsec3 = (...specs: Nsec3Spec[]): DenialRecords => {
  const records = specs.map(({ at, over, types = [], optOut = false }): ProvenNsec3 => {
    const hash = nsec3Hash(n(at ?? over ?? ''), salt, 0);
    const last = hash[19] ?? 0;
    const own = at === undefined ? hash.with(19, last - 1) : hash;
    return { hash: own, nextHash: hash.with(19, last + 1), types: new Set(types), optOut };
  });
  const chain: Nsec3Chain = { salt, iterations: 0, records, hashes: new Map() };
  return { zone, nsec: [], nsec3: [chain], tooManyIterations: false };
};

export const denial = (records: DenialRecords, name: string, type: number, nxdomain = false): string => {
  const proof = proveDenial(records, n(name), type, nxdomain, budget());
  return 'optOut' in proof && proof.optOut ? `${proof.proven} with opt-out` : proof.proven;
};
export const noDs = (records: DenialRecords, name: string): string => {
  const proof = proveNoDs(records, n(name), false, budget());
  return proof.proven === 'nothing' ? proof.code : proof.proven;
};
