import { own, type Literal, type Text } from '../base/text.js';
import { octetString } from './octets.js';

/** One parameter of an issue value, as it stands there. */
export interface Parameter {
  /** Case kept. */
  readonly name: string;
  readonly value: string;
  /** Octet offset of the name in the value of the property. */
  readonly position: number;
}

/** A value that is well formed. `issuer` is `''` if no CA is named; case kept. */
export interface IssueValue {
  readonly issuer: string;
  readonly parameters: readonly Parameter[];
}

export type IssueValueResult =
  | { readonly ok: true; readonly value: IssueValue }
  | { readonly ok: false; readonly position: number; readonly reason: Text };

/** Where readers differ about the grammar. */
export interface IssueValueOptions {
  /** RFC 8659 allows hyphens inside a parameter name; Boulder refuses them. */
  readonly hyphenInParameterName: boolean;
}

const STRICT: IssueValueOptions = { hyphenInParameterName: true };
const LABEL = /[A-Za-z0-9](?:-*[A-Za-z0-9])*/;
const VALUE = /[\x21-\x3a\x3c-\x7e]*/;

/**
 * Reads the value of an `issue`, `issuewild`, `issuemail` or `issuevmc` property (RFC 8659, section 4.2):
 *
 *     issue-value = *WSP [issuer-domain-name *WSP]
 *        [";" *WSP [parameters *WSP]]
 *     issuer-domain-name = label *("." label)
 *     label = (ALPHA / DIGIT) *( *("-") (ALPHA / DIGIT))
 *     parameters = (parameter *WSP ";" *WSP parameters) / parameter
 *     parameter = tag *WSP "=" *WSP value
 *     tag = (ALPHA / DIGIT) *( *("-") (ALPHA / DIGIT))
 *     value = *(%x21-3A / %x3C-7E)
 *
 * So a `;` may follow the issuer with nothing behind it, but not a parameter; a value may be empty and may hold `=`,
 * but no space and no `;`; WSP is space and tab alone. The whole value has to match: what does not names no issuer.
 */
export function readIssueValue(octets: Uint8Array, options: IssueValueOptions = STRICT): IssueValueResult {
  const text = octetString(octets);
  let at = skipSpace(text, 0);
  let issuer = '';
  const first = match(LABEL, text, at);
  if (first !== undefined) {
    const end = domainEnd(text, at + first.length);
    if (typeof end !== 'number') return end;
    issuer = text.slice(at, end);
    at = skipSpace(text, end);
  }
  if (at === text.length) return { ok: true, value: { issuer, parameters: [] } };
  if (text[at] !== ';')
    return bad(
      at,
      issuer === ''
        ? 'an issuer domain name or ";" was expected'
        : 'after the issuer domain name only ";" and parameters may follow',
    );
  at = skipSpace(text, at + 1);
  if (at === text.length) return { ok: true, value: { issuer, parameters: [] } };
  return readParameters(text, at, issuer, options);
}

function readParameters(
  text: string,
  start: number,
  issuer: string,
  options: IssueValueOptions,
): IssueValueResult {
  const parameters: Parameter[] = [];
  let at = start;
  for (;;) {
    const name = match(LABEL, text, at);
    if (name === undefined)
      return bad(
        at,
        at === text.length
          ? 'a ";" after the last parameter is not allowed'
          : 'a parameter name was expected',
      );
    if (!options.hyphenInParameterName && name.includes('-'))
      return bad(at, 'this CA refuses hyphens in parameter names');
    const position = at;
    at = skipSpace(text, at + name.length);
    if (text[at] !== '=') return bad(at, 'a "=" was expected after the parameter name');
    at = skipSpace(text, at + 1);
    const value = match(VALUE, text, at) ?? '';
    parameters.push({ name, value, position });
    at = skipSpace(text, at + value.length);
    if (at === text.length) return { ok: true, value: { issuer, parameters } };
    if (text[at] !== ';')
      return bad(at, 'a parameter value holds no spaces and only printable ASCII; ";" was expected');
    at = skipSpace(text, at + 1);
  }
}

/** End of the issuer domain name whose first label ends at `at`. */
function domainEnd(text: string, at: number): number | Extract<IssueValueResult, { ok: false }> {
  let end = at;
  while (text[end] === '.') {
    const label = match(LABEL, text, end + 1);
    if (label === undefined)
      return bad(end, 'a label was expected after the dot; there is no final dot here');
    end += 1 + label.length;
  }
  return end;
}

function skipSpace(text: string, at: number): number {
  let end = at;
  while (text[end] === ' ' || text[end] === '\t') end++;
  return end;
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  const sticky = new RegExp(pattern.source, 'y');
  sticky.lastIndex = at;
  return sticky.exec(text)?.[0];
}

function bad<const W extends string>(
  position: number,
  reason: Literal<W>,
): Extract<IssueValueResult, { ok: false }> {
  return { ok: false, position, reason: own<W>(reason) };
}
