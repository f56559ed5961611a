/** A word of a zone file: as text, and as octets with escapes resolved. */
export interface Token {
  readonly text: string;
  readonly octets: Uint8Array;
}

/** Words of one record's RDATA (RFC 1035, section 5.1): blanks part them, quotes hold blanks, `\X` and `\DDD` escape. */
export function tokensOf(line: string): Token[] {
  const tokens: Token[] = [];
  let octets: number[] = [];
  let text = '';
  let quoted = false;
  let open = false;
  const end = (): void => {
    if (open) tokens.push({ text, octets: Uint8Array.from(octets) });
    [octets, text, open] = [[], '', false];
  };
  for (let i = 0; i < line.length; i++) {
    const character = line.charAt(i);
    if (character === '"') {
      if (quoted) end();
      quoted = !quoted;
      open = quoted;
    } else if (!quoted && /\s/.test(character)) end();
    else if (character === '\\' && line.slice(i, i + 2) !== '\\#') {
      const digits = /^[0-9]{3}/.exec(line.slice(i + 1, i + 4))?.[0];
      const escaped = digits ?? line.charAt(i + 1);
      octets.push(digits === undefined ? escaped.charCodeAt(0) : Number(digits));
      text += `\\${escaped}`;
      i += escaped.length;
      open = true;
    } else {
      octets.push(...Buffer.from(character, 'utf8'));
      text += character;
      open = true;
    }
  }
  end();
  return tokens;
}
