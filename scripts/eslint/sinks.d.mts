import type { Rule } from 'eslint';

export const EDGES: Readonly<Record<'streams' | 'toolkit' | 'minting', readonly string[]>>;
export const TAKEN: readonly string[];
export const rawSinks: Rule.RuleModule;
export const safeCasts: Rule.RuleModule;
