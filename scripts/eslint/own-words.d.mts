import type { Rule } from 'eslint';

export const MINTING: readonly string[];
export const ownWords: Rule.RuleModule;
