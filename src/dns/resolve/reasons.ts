import type { DnsName } from '../../base/name.js';
import type { Reason, ReasonCode, ServerAddress } from '../model.js';
import { typeName } from '../wire/index.js';
import { serverKey } from './health.js';
import { mostTelling, type Failure } from './try-servers.js';

/** At most so many servers are named in a sentence. */
const NAMED = 4;

export interface QuestionAsked {
  readonly name: DnsName;
  readonly type: number;
  readonly zone?: DnsName;
}

/** Why no server of several gave anything usable; `otherwise` for when none was asked at all. */
export function failureReason(
  question: QuestionAsked,
  failures: readonly Failure[],
  otherwise: { readonly code: ReasonCode; readonly detail: string },
): Reason {
  const telling = mostTelling(failures);
  if (telling === undefined) return reason(question, otherwise.code, otherwise.detail);
  const named = failures.slice(0, NAMED).map(({ server, detail }) => `${serverKey(server)}: ${detail}`);
  const more = failures.length > NAMED ? [`and ${failures.length - NAMED} more`] : [];
  const what = `no server gave a usable answer for ${question.name.toString()} ${typeName(question.type)}`;
  return reason(question, telling.code, `${what} (${[...named, ...more].join('; ')})`, telling.server);
}

export function reason(
  { name, type, zone }: QuestionAsked,
  code: ReasonCode,
  detail: string,
  server?: ServerAddress,
): Reason {
  return {
    code,
    name,
    type,
    detail,
    ...(zone === undefined ? {} : { zone }),
    ...(server === undefined ? {} : { server }),
  };
}
