/**
 * Work that asks for files by path and goes on with their text. Whoever drives it decides how files are read: a rejected
 * or thrown error comes back to the work at the place where it asked.
 */
export type Reading<T> = Generator<string, T, string>;

export async function readAsync<T>(work: Reading<T>, read: (path: string) => Promise<string>): Promise<T> {
  let step = work.next();
  while (step.done !== true) {
    let text: string;
    try {
      text = await read(step.value);
    } catch (thrown) {
      step = work.throw(thrown);
      continue;
    }
    step = work.next(text);
  }
  return step.value;
}

export function readSync<T>(work: Reading<T>, read: (path: string) => string): T {
  let step = work.next();
  while (step.done !== true) {
    let text: string;
    try {
      text = read(step.value);
    } catch (thrown) {
      step = work.throw(thrown);
      continue;
    }
    step = work.next(text);
  }
  return step.value;
}
