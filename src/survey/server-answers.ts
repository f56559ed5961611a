import { Rcode, RrType, type Message, type ResourceRecord } from '../dns/model.js';
import type { DnsName } from '../base/name.js';
import { toBase64 } from './bytes.js';
import type { ServerAnswerEvidence } from './evidence.js';

type Response = NonNullable<ServerAnswerEvidence['response']>;

/** What one server said to one question, written down. Of the message only what answers the question counts. */
export function serverResponse(message: Message, name: DnsName, type: number): Response {
  const { rcode, authoritative } = message;
  const at = (record: ResourceRecord): boolean => record.class === 1 && record.name.equals(name);
  const records = message.answer.filter((record) => record.type === type && at(record));
  const aliases = message.answer.filter(
    (record) =>
      record.class === 1 && (record.type === RrType.DNAME || (record.type === RrType.CNAME && at(record))),
  );
  const kind = kindOf(message, records, aliases);
  const told = kind === 'records' ? records : kind === 'alias' ? aliases : [];
  const signatures = message.answer.filter(
    (record) =>
      record.type === RrType.RRSIG &&
      told.some((one) => one.type === coveredBy(record) && one.name.equals(record.name)),
  );
  return { rcode, authoritative, kind, rdatas: written(told), signatures: written(signatures) };
}

function kindOf(
  { rcode, authority }: Message,
  records: readonly ResourceRecord[],
  aliases: readonly ResourceRecord[],
): Response['kind'] {
  if (rcode !== Rcode.NOERROR && rcode !== Rcode.NXDOMAIN) return 'error';
  if (records.length > 0) return 'records';
  if (aliases.length > 0) return 'alias';
  if (rcode === Rcode.NXDOMAIN) return 'nxdomain';
  const soa = authority.some((record) => record.type === RrType.SOA);
  return !soa && authority.some((record) => record.type === RrType.NS) ? 'referral' : 'nodata';
}

/** Type covered: the first two octets of an RRSIG (RFC 4034, section 3.1). */
function coveredBy({ rdata }: ResourceRecord): number {
  return ((rdata[0] ?? 0) << 8) | (rdata[1] ?? 0);
}

function written(records: readonly ResourceRecord[]): readonly string[] {
  return [...new Set(records.map(({ rdata }) => toBase64(rdata)))].sort();
}
