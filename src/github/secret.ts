import type { Inputs } from './inputs.js';

/** A source may send back what it was sent: the token must not get into a file that is kept. */
export function withoutToken(text: string, { ct }: Pick<Inputs, 'ct'>): string {
  const token = ct === 'off' ? undefined : ct.token;
  // Something as short as that is no secret, and would be found in every file.
  return token === undefined || token.length < 6 ? text : text.replaceAll(token, '***');
}
