import type { Text } from '../base/text.js';

/** One step of mending: what to do, and the records that it speaks of, each to be copied as it is. */
export interface Step {
  readonly words: Text;
  readonly records: readonly Text[];
}

/** Steps as a finding has them. One that is nothing but a value belongs to the step before it. */
export function stepsOf(mend: readonly Text[]): Step[] {
  const steps: { words: Text; records: Text[] }[] = [];
  for (const text of mend) {
    const last = steps.at(-1);
    if (last !== undefined && text.every((part) => typeof part !== 'string')) last.records.push(text);
    else steps.push({ words: text, records: [] });
  }
  return steps;
}
