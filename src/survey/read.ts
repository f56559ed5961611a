import * as v from 'valibot';
import { CaaGuardError, messageOf } from '../base/error.js';
import { shardOf, shardText } from '../policy/shard.js';
import { evidenceSchema } from './evidence-schema.js';
import type { Evidence } from './evidence.js';
import { lookupKey } from './lookup-evidence.js';

export type EvidenceErrorCode = 'EVIDENCE_NOT_JSON' | 'EVIDENCE_SHAPE' | 'EVIDENCE_TOO_LARGE';

/** Longest evidence text that is read, in UTF-16 units: more than ten thousand domains give. */
export const MAX_EVIDENCE_LENGTH = 512 * 1024 * 1024;
/** Problems told in one error. */
const TOLD = 10;

/**
 * Reads an evidence file. The text is hostile: nothing in it is taken that the format does not know, and each
 * problem is told with its place as a JSON path (RFC 9535). Throws `CaaGuardError<EvidenceErrorCode>`.
 */
export function readEvidence(json: string): Evidence {
  if (json.length > MAX_EVIDENCE_LENGTH)
    throw new CaaGuardError<EvidenceErrorCode>(
      'EVIDENCE_TOO_LARGE',
      `expected evidence of at most ${MAX_EVIDENCE_LENGTH} characters; got ${json.length}`,
    );
  const read = v.safeParse(evidenceSchema, parse(json));
  if (!read.success) throw shape(read.issues.map(issueText));
  const problems = consistency(read.output);
  if (problems.length > 0) throw shape(problems);
  return read.output;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new CaaGuardError<EvidenceErrorCode>(
      'EVIDENCE_NOT_JSON',
      `expected an evidence file as \`check --evidence FILE\` writes it; it is no JSON: ${inert(messageOf(cause))}`,
      { cause },
    );
  }
}

/** What a schema cannot say: keys repeat what they stand for, and nothing stands there twice. */
function consistency({ domains, exchanges, plan, shard, merged }: Evidence): string[] {
  const problems: string[] = [];
  if (plan?.alone === true && domains.length + exchanges.length > 0)
    problems.push(
      '$.plan.alone: expected a plan that was judged alone to stand without domains and exchanges',
    );
  if (shard !== undefined && merged !== undefined)
    problems.push('$.merged: expected evidence of one shard, or of several put together, and not both');
  const zones = new Set<string>();
  domains.forEach((domain, i) => {
    const path = `$.domains[${i}]`;
    if (zones.has(domain.zone)) problems.push(`${path}.zone: stands there twice: ${inert(domain.zone)}`);
    zones.add(domain.zone);
    if (shard !== undefined && shardOf(domain.zone, shard.of) !== shard.index)
      problems.push(
        `${path}.zone: expected a domain of shard ${shardText(shard)}; ${inert(domain.zone)} is none`,
      );
    for (const [key, { name, type }] of Object.entries(domain.lookups))
      if (key !== lookupKey(name, type))
        problems.push(
          `${path}.lookups[${inert(key)}]: expected the key to be ${inert(lookupKey(name, type))}, as the lookup says`,
        );
  });
  exchanges.forEach((exchange, i) => {
    if ((exchange.response === undefined) === (exchange.failure === undefined))
      problems.push(`$.exchanges[${i}]: expected either a response or a failure`);
  });
  return problems;
}

function issueText(issue: v.BaseIssue<unknown>): string {
  const path = (issue.path ?? []).map(({ key }) =>
    typeof key === 'number'
      ? `[${key}]`
      : /^[A-Za-z]+$/.test(String(key))
        ? `.${String(key)}`
        : `[${inert(String(key))}]`,
  );
  const place = `$${path.join('')}`;
  if (issue.expected === 'never') return `${place}: the format has no such key`;
  if (issue.type === 'strict_object' && issue.received === 'undefined') return `${place}: is missing`;
  // The schema gives every bound its own words.
  const expected = issue.kind === 'validation' ? issue.message : (issue.expected ?? issue.message);
  return `${place}: expected ${inert(expected, false)}; got ${inert(issue.received, false)}`;
}

function shape(problems: readonly string[]): CaaGuardError<EvidenceErrorCode> {
  const told = problems.slice(0, TOLD);
  const more = problems.length > TOLD ? [`and ${problems.length - TOLD} more`] : [];
  return new CaaGuardError(
    'EVIDENCE_SHAPE',
    ['this is no evidence that this version can read:', ...told, ...more].join('\n  '),
  );
}

/** Outside text inside an error's message: printable ASCII, short. */
function inert(text: string, quoted = true): string {
  const short = text.length > 120 ? `${text.slice(0, 120)}…` : text;
  const plain = (quoted ? JSON.stringify(short) : short).replace(/[^\x20-\x7e…]/g, '?');
  return plain.replaceAll('##[', '##\\[');
}
