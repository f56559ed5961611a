/** A line of a file as a pull request shows it, with its number before and after. */
export interface DiffLine {
  readonly op: '+' | '-' | ' ';
  readonly text: string;
  readonly before?: number;
  readonly after?: number;
}

/** Every line of two files, by their longest common subsequence. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const [old, now] = [before.trimEnd().split('\n'), after.trimEnd().split('\n')];
  // common[i][j]: how many lines the rests from i and from j have in common.
  const common = Array.from({ length: old.length + 1 }, () => new Array<number>(now.length + 1).fill(0));
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--) {
      const row = common[i];
      if (row) row[j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    const [left, right] = [old[i], now[j]];
    if (left !== undefined && left === right) lines.push({ op: ' ', text: left, before: ++i, after: ++j });
    else if (right === undefined || (left !== undefined && at(i + 1, j) >= at(i, j + 1)))
      lines.push({ op: '-', text: left ?? '', before: ++i });
    else lines.push({ op: '+', text: right, after: ++j });
  }
  return lines;
}

/** The lines that changed or are wanted, with `around` lines on each side; a gap is `undefined`. */
export function hunks(
  lines: readonly DiffLine[],
  wanted: (line: DiffLine) => boolean,
  around: number,
): (DiffLine | undefined)[] {
  const kept = lines.map((_, i) =>
    lines.slice(Math.max(0, i - around), i + around + 1).some((near) => near.op !== ' ' || wanted(near)),
  );
  return lines.flatMap((line, i) => {
    if (kept[i] === true) return [line];
    return kept[i - 1] === true || i === 0 ? [undefined] : [];
  });
}
