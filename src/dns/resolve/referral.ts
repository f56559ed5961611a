import type { DnsName } from '../../base/name.js';
import { RrType, type Fetched, type Message, type ServerAddress } from '../model.js';
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
  const set = message.authority.filter(
    (one) => one.class === 1 && one.name.equals(cut) && (one.type === RrType.DS || covers(one, RrType.DS)),
  );
  const signed = set.some(({ type }) => type === RrType.DS) && set.some(({ type }) => type === RrType.RRSIG);
  if (!signed) return undefined;
  const question = { name: cut, type: RrType.DS, class: 1 };
  const answer: Message = {
    ...message,
    authoritative: true,
    questions: [question],
    answer: set,
    authority: [],
    additional: [],
  };
  return { ok: true, message: answer, server, zone: parent };
}

function covers(record: Parameters<typeof readRrsig>[0], type: number): boolean {
  return record.type === RrType.RRSIG && readRrsig(record)?.typeCovered === type;
}
