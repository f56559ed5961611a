import type { Rule } from 'eslint';

export const WALLS: Readonly<
  Record<string, { readonly may?: readonly string[]; readonly types?: readonly string[] }>
>;
export const walls: Rule.RuleModule;
