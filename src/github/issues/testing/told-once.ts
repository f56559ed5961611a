import { expect } from 'vitest';
import { markOf } from '../key.js';
import { readComment } from '../marker.js';
import { HOUR } from './life.js';

/** What is true as a comment is posted. */
export interface Truth {
  /** Whether a key is that of a source. */
  readonly isSource: (key: string) => boolean;
  /** Fails where it is not so that this part is not shown, or has not lasted. */
  readonly isUnseen: (part: string) => void;
  readonly observedAt: number;
}

/** Holds what issues and their comments tell against what they told before: nothing twice, and nothing that was never told. */
export class ToldOnce {
  /** By issue; absent where a hand changed its state. */
  private readonly told = new Map<number, Set<string>>();
  private readonly revisions = new Set<string>();
  /** Issues of which a comment said that all is well, and that were not opened again since. */
  private readonly ended = new Set<number>();
  /** When a comment told that a source does not show something, by issue and mark. */
  private readonly wider = new Map<string, number>();

  opened(number: number, key: string, marks: readonly string[]): void {
    this.told.set(number, new Set(marks.map((one) => nameOf(key, one))));
  }

  openedAgain(number: number): void {
    this.ended.delete(number);
    for (const id of this.wider.keys()) if (id.startsWith(`${number} `)) this.wider.delete(id);
  }

  /** A hand edited the state away. */
  forgotten(number: number): void {
    this.told.delete(number);
    this.openedAgain(number);
  }

  comment(number: number, body: string, truth: Truth): void {
    const mark = readComment(body)!;
    const id = `${number} ${mark.key} ${mark.revision}`;
    expect(this.revisions.has(id), `comment ${id} is posted once`).toBe(false);
    this.revisions.add(id);
    const told = this.told.get(number);
    if (told === undefined) return;
    const isPart = (one: string): boolean => truth.isSource(mark.key) && one !== OWN;
    const [fresh, gone] = [mark.fresh, mark.gone].map((some) => some.map((one) => nameOf(mark.key, one)));
    for (const part of fresh!.filter(isPart)) this.onlyWider(number, part, truth);
    for (const one of fresh!.filter((some) => !isPart(some))) {
      expect(told.has(one), `${one} is told as new in issue ${number} once`).toBe(false);
      told.add(one);
    }
    for (const one of gone!) {
      expect(told.has(one), `${one} is told as gone from issue ${number} once`).toBe(true);
      told.delete(one);
    }
    if (mark.ending === undefined) return void this.ended.delete(number);
    expect(this.ended.has(number), `issue ${number} is said to be well once`).toBe(false);
    this.ended.add(number);
    told.clear();
  }

  private onlyWider(number: number, part: string, { isUnseen, observedAt }: Truth): void {
    isUnseen(part);
    const id = `${number} ${part}`;
    const before = this.wider.get(id) ?? Number.NEGATIVE_INFINITY;
    expect(observedAt - before, `${part} is told once a day`).toBeGreaterThanOrEqual(24 * HOUR);
    this.wider.set(id, observedAt);
  }
}

const OWN = 'the source';

/** The mark of a source is that of its key, which another name of the policy changes. */
function nameOf(key: string, mark: string): string {
  return mark === markOf(key) ? OWN : mark;
}
