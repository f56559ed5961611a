import { RrType, type Answer, type Lookup, type Reason, type ServerAddress } from '../dns/model.js';
import { toBase64 } from './bytes.js';
import type { LookupEvidence } from './evidence.js';

type AnswerEvidence = NonNullable<LookupEvidence['answer']>;
type ReasonEvidence = NonNullable<LookupEvidence['reason']>;

const TYPE_NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(RrType).map(([name, value]) => [value, name]),
);

/** Mnemonic of an RR type, or `TYPE12345` (RFC 3597, section 5). */
export function typeName(type: number): string {
  return TYPE_NAMES.get(type) ?? `TYPE${type}`;
}

/** The number behind `typeName`; `undefined` for a text that is none. */
export function typeNumber(name: string): number | undefined {
  const known = (RrType as Readonly<Record<string, number>>)[name];
  if (known !== undefined) return known;
  const number = /^TYPE(0|[1-9][0-9]{0,4})$/.exec(name)?.[1];
  return number === undefined || Number(number) > 0xffff ? undefined : Number(number);
}

/** Key of a lookup in `DomainEvidence.lookups`. */
export function lookupKey(name: string, type: string): string {
  return `${name}/${type}`;
}

/** How a server is written in evidence: its URL for DoH, else `host:port` with IPv6 in brackets, and the name for DoT. */
export function serverText(server: ServerAddress): string {
  if (server.url !== undefined) return server.url;
  const host = server.host.includes(':') ? `[${server.host}]` : server.host;
  return `${host}:${server.port}${server.tlsName === undefined ? '' : `#${server.tlsName}`}`;
}

/** A lookup written down: names in lower-case presentation form, bytes as base64. */
export function toLookupEvidence(name: string, type: number, lookup: Lookup): LookupEvidence {
  return {
    name,
    type: typeName(type),
    state: lookup.state,
    ...('reason' in lookup ? { reason: reasonEvidence(lookup.reason) } : {}),
    ...('answer' in lookup ? { answer: answerEvidence(lookup.answer) } : {}),
  };
}

/** A lookup that was not made, or not to its end: the time for it was over, or we failed ourselves. */
export function unseenLookup(
  name: string,
  type: number,
  detail: string,
  code: 'time-limit' | 'internal' = 'time-limit',
): LookupEvidence {
  return {
    name,
    type: typeName(type),
    state: 'indeterminate',
    reason: { code, name, type: typeName(type), detail },
  };
}

function reasonEvidence(reason: Reason): ReasonEvidence {
  return {
    code: reason.code,
    name: reason.name.toCanonicalString(),
    ...(reason.type === undefined ? {} : { type: typeName(reason.type) }),
    ...(reason.zone === undefined ? {} : { zone: reason.zone.toCanonicalString() }),
    ...(reason.server === undefined ? {} : { server: serverText(reason.server) }),
    detail: reason.detail,
  };
}

function answerEvidence(answer: Answer): AnswerEvidence {
  const { outcome } = answer;
  const records = outcome.kind === 'records' ? outcome : undefined;
  return {
    owner: answer.owner.toCanonicalString(),
    zone: answer.zone.toCanonicalString(),
    aliases: answer.aliases.map(({ from, to, via }) => ({
      from: from.toCanonicalString(),
      to: to.toCanonicalString(),
      via,
    })),
    kind: outcome.kind,
    ...(records?.wildcard === undefined ? {} : { wildcard: records.wildcard.toCanonicalString() }),
    ttl: answer.ttl,
    // Servers rotate the records of a set: sorted, the same set is written down in the same way.
    rdatas: records === undefined ? [] : records.rrset.records.map(({ rdata }) => toBase64(rdata)).sort(),
    signatures:
      records === undefined ? [] : records.rrset.signatures.map(({ rdata }) => toBase64(rdata)).sort(),
  };
}
