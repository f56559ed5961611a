import type { DnsName } from '../../base/name.js';
import { RrType, type Fetched, type Message, type ResourceRecord, type ServerAddress } from '../model.js';
import { readRrsig } from '../wire/index.js';

/**
 * The answer to the question for the DS set of `cut` that lies in a referral: a signed parent sends the set, or the
 * proof that there is none, along (RFC 4035, section 3.1.4). It is validated like any other answer. Undefined when the
 * referral says nothing about it.
 */
export function delegationSigner(
  message: Message,
  server: ServerAddress,
  parent: DnsName,
  cut: DnsName,
): Fetched | undefined {
  const set = signedRecords(message, (one) => one.name.equals(cut), [RrType.DS]);
  const denial = set.length > 0 ? [] : signedRecords(message, () => true, [RrType.NSEC, RrType.NSEC3]);
  if (set.length === 0 && denial.length === 0) return undefined;
  const answer: Message = {
    ...message,
    authoritative: true,
    questions: [{ name: cut, type: RrType.DS, class: 1 }],
    answer: set,
    authority: denial,
    additional: [],
  };
  return { ok: true, message: answer, server, zone: parent };
}

/** Records of the authority section of these types, with their signatures; none if one of the two is missing. */
function signedRecords(
  { authority }: Message,
  fits: (record: ResourceRecord) => boolean,
  types: readonly number[],
): readonly ResourceRecord[] {
  const records = authority.filter((one) => one.class === 1 && fits(one) && types.includes(one.type));
  const signatures = authority.filter(
    (one) =>
      one.class === 1 &&
      fits(one) &&
      one.type === RrType.RRSIG &&
      types.includes(readRrsig(one)?.typeCovered ?? 0),
  );
  return records.length > 0 && signatures.length > 0 ? [...records, ...signatures] : [];
}
