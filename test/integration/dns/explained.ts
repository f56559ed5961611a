/** Who gave a verdict. */
export type Source = 'iterative' | 'forwarding' | 'unbound' | 'delv';

interface Explanation {
  /** What is asked, as `name type`. */
  readonly question: RegExp;
  /** Whose verdict differs from that of our iterative resolver. */
  readonly theirs: readonly Source[];
  readonly why: string;
}

/** Every difference that is not a fault of ours, with its reason. */
const EXPLAINED: readonly Explanation[] = [];

export function explanationOf(question: string, theirs: Source): string | undefined {
  return EXPLAINED.find((one) => one.question.test(question) && one.theirs.includes(theirs))?.why;
}
