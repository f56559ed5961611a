import type { Rule } from '../model.js';
import { limit } from './limit.js';
import { unreachable } from './unreachable.js';

export const SURVEY_RULES: readonly Rule[] = [unreachable, limit];
