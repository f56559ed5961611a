import type { Judgement } from '../../../src/rules/index.js';
import { hostileChanges } from './change.js';
import { hostileGaps } from './gaps.js';
import { hostileWorld, type Values } from './world.js';

/** Judgements of worlds that between them tell every field that is told at all. */
export function hostileWorlds(value: Values): readonly Judgement[] {
  return [hostileWorld(value), hostileGaps(value), ...hostileChanges(value)];
}
