import type { Inputs } from './inputs.js';

/** Every secret that the inputs hold. */
export function tokensOf({ ct, githubToken }: Pick<Inputs, 'ct' | 'githubToken'>): readonly string[] {
  return [ct === 'off' ? undefined : ct.token, githubToken].filter((one) => one !== undefined);
}

/** A source may send back what it was sent: a token must not get into a file that is kept. */
export function withoutToken(text: string, inputs: Pick<Inputs, 'ct' | 'githubToken'>): string {
  // Something as short as that is no secret, and would be found in every file.
  return tokensOf(inputs).reduce(
    (clean, token) => (token.length < 6 ? clean : clean.replaceAll(token, '***')),
    text,
  );
}
