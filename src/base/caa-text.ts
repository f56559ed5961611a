/** How CAA records are written: by what is declared and by what is observed, in the same way. */

/** An issue value in canonical form: no spaces, lower-case names, one record for one account. */
export function formatIssueValue(grant: {
  readonly issuer: string;
  readonly account?: string;
  readonly methods?: readonly string[] | 'any';
}): string {
  const { issuer, account = 'any', methods = 'any' } = grant;
  return [
    issuer,
    ...(account === 'any' ? [] : [`accounturi=${account}`]),
    ...(methods === 'any' ? [] : [`validationmethods=${methods.join(',')}`]),
  ].join(';');
}

/** A character string in presentation form (RFC 1035, section 5.1): quoted, `\"`, `\\` and `\DDD` as escapes. */
export function quoted(value: string): string {
  const escaped = Array.from(value, (character) => {
    const octet = character.charCodeAt(0);
    if (octet < 0x20 || octet > 0x7e) return `\\${String(octet).padStart(3, '0')}`;
    return character === '"' || character === '\\' ? `\\${character}` : character;
  });
  return `"${escaped.join('')}"`;
}
