/**
 * The octets of standard base64 with padding (RFC 4648, section 4), `undefined` for anything else: other alphabets, white
 * space, bits after the end. One value has one spelling, so that nothing can be changed unseen.
 */
export function strictBase64(text: string): Buffer | undefined {
  const octets = Buffer.from(text, 'base64');
  return octets.toString('base64') === text ? octets : undefined;
}

/** Strict base64 of exactly so many octets. */
export function base64Of(length: number, text: string): Buffer | undefined {
  const octets = strictBase64(text);
  return octets?.length === length ? octets : undefined;
}
