import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { RrType, typeName, type Lookup, type Message } from '../../../src/dns/index.js';
import { output } from './processes.js';

/** What any validator can say of a question: how secure, and what is there. `fails`: it gives no answer. */
export interface Verdict {
  readonly state: 'secure' | 'insecure' | 'fails';
  /** Number of records, or how there are none; unset when it fails. */
  readonly data?: string;
  /** What it said itself, for people. */
  readonly said: string;
}

/** Two verdicts agree if security and data do. */
export function agree(a: Verdict, b: Verdict): boolean {
  return a.state === b.state && (a.state === 'fails' || a.data === b.data || b.data === undefined);
}

export function verdictOf(lookup: Lookup): Verdict {
  if (lookup.state === 'bogus' || lookup.state === 'indeterminate')
    return { state: 'fails', said: `${lookup.state} ${lookup.reason.code}: ${lookup.reason.detail}` };
  const { outcome } = lookup.answer;
  const data = outcome.kind === 'records' ? String(outcome.rrset.records.length) : outcome.kind;
  const said = lookup.state === 'insecure' ? `insecure ${lookup.reason.code}` : 'secure';
  return { state: lookup.state, data, said };
}

/** Of an answer of Unbound to a question without CD. */
export function unboundVerdict(message: Message | undefined, type: number): Verdict {
  if (message === undefined) return { state: 'fails', said: 'no answer' };
  const errors = message.edns?.errors.map(({ code, text }) => `EDE ${code} ${text}`) ?? [];
  if (message.rcode !== 0 && message.rcode !== 3)
    return { state: 'fails', said: [`RCODE ${message.rcode}`, ...errors].join('; ') };
  const count = message.answer.filter((one) => one.type === type && one.type !== RrType.RRSIG).length;
  const data = count > 0 ? String(count) : message.rcode === 3 ? 'nxdomain' : 'nodata';
  return message.authenticData
    ? { state: 'secure', data, said: 'AD' }
    : { state: 'insecure', data, said: 'no AD' };
}

/** delv validates itself; it asks the server at `port` with CD set. */
export async function delvVerdict(dir: string, port: number, name: string, type: number): Promise<Verdict> {
  const anchors = ['-a', path.join(dir, 'delv.anchors'), '+root=.', '-4'];
  const said = await output(
    'delv',
    ['@127.0.0.1', '-p', String(port), ...anchors, '+nocrypto', name, typeName(type)],
    dir,
  );
  if (/^;; (?!validating|.*: no valid|.*: insecur)resolution failed/m.test(said) && !/ncache/.test(said))
    return { state: 'fails', said: lineOf(said, /resolution failed.*/) };
  const statements = [
    ...said.matchAll(/^; (negative response, )?(fully validated|unsigned answer|answer not validated)/gm),
  ];
  if (statements.length === 0) return { state: 'fails', said: lineOf(said, /.+/) };
  const secure = statements.every(([, , state]) => state === 'fully validated');
  const nothing = /^;; resolution failed: ncache (nxdomain|nxrrset)|^; negative response/m.test(said);
  const count = [...said.matchAll(new RegExp(`^[^;\\s].*\\sIN\\s${typeName(type)}\\s`, 'gm'))].length;
  const data = nothing || count === 0 ? undefined : String(count);
  return {
    state: secure ? 'secure' : 'insecure',
    ...(data === undefined ? {} : { data }),
    said: statements.at(-1)?.[0] ?? '',
  };
}

/** The anchors of the lab's root in the form that delv reads. */
export async function writeDelvAnchors(dir: string, dnskey: string): Promise<void> {
  const [, flags, protocol, algorithm, ...key] = /DNSKEY\s+(\d+)\s+(\d+)\s+(\d+)\s+(.*)/.exec(dnskey) ?? [];
  const line = `. static-key ${flags} ${protocol} ${algorithm} "${key.join('').replaceAll(' ', '')}";`;
  await writeFile(path.join(dir, 'delv.anchors'), `trust-anchors {\n  ${line}\n};\n`);
}

function lineOf(text: string, pattern: RegExp): string {
  return pattern.exec(text)?.[0].slice(0, 120) ?? 'nothing';
}
