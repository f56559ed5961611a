/**
 * Octet strings: each character of the string is one octet (Latin-1). CAA tags and values are bytes and need not be
 * text; read this way, nothing is lost, and an octet over 0x7f can never pass for a letter of the grammar.
 */
export function octetString(octets: Uint8Array): string {
  let out = '';
  for (const octet of octets) out += String.fromCharCode(octet);
  return out;
}

/** The octets of an octet string. A character over 0xff is written in UTF-8: it came from our side, not from the wire. */
export function octetsOf(value: string): Uint8Array {
  return /^[\u0000-\u00ff]*$/.test(value)
    ? Uint8Array.from(value, (character) => character.charCodeAt(0))
    : new TextEncoder().encode(value);
}

/** Lower case in ASCII alone (RFC 4343): octets over 0x7f have no case. */
export function asciiLower(value: string): string {
  return value.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
