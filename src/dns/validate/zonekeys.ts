import type { DnsName } from '../../base/name.js';
import type { ResourceRecord } from '../model.js';
import { readDnskey, type Dnskey } from '../wire/rdata.js';
import { usableVerifier, type AlgorithmTable } from './algorithms.js';
import type { ImportedKey, SignatureVerifier } from './keys.js';

/** A DNSKEY that may verify its zone's records. Imported on first use and kept. */
export class ZoneKey {
  #imported: ImportedKey | undefined;

  constructor(
    readonly dnskey: Dnskey,
    readonly record: ResourceRecord,
    readonly verifier: SignatureVerifier,
  ) {}

  get imported(): ImportedKey {
    this.#imported ??= this.verifier.importKey(this.dnskey.publicKey);
    return this.#imported;
  }

  /** Gives the imported key up: OpenSSL's form of it takes several times the room of the record. */
  release(): void {
    this.#imported = undefined;
  }
}

/** The keys that a zone's records may be verified with. */
export interface ZoneKeys {
  readonly zone: DnsName;
  readonly keys: readonly ZoneKey[];
  /** Tags of all the DNSKEYs seen, usable or not, for people. */
  readonly seen: readonly string[];
}

/**
 * The usable keys of a DNSKEY set: zone key flag set, protocol 3 (RFC 4034, section 2.1), not revoked (RFC 5011,
 * section 2.1), of an algorithm that is supported and accepted. Any other key is ignored and spoils nothing.
 */
export function zoneKeys(zone: DnsName, records: readonly ResourceRecord[], table: AlgorithmTable): ZoneKeys {
  const keys: ZoneKey[] = [];
  const seen: string[] = [];
  for (const record of records) {
    const dnskey = readDnskey(record);
    if (dnskey === undefined) {
      seen.push('malformed');
      continue;
    }
    seen.push(`${dnskey.keyTag}/${dnskey.algorithm}${dnskey.revoked ? ' (revoked)' : ''}`);
    const verifier = usableVerifier(table, dnskey.algorithm);
    if (dnskey.zoneKey && dnskey.protocol === 3 && !dnskey.revoked && verifier !== undefined)
      keys.push(new ZoneKey(dnskey, record, verifier));
  }
  return { zone, keys, seen };
}
