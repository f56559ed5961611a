/** Who gave a verdict. */
export type Source = 'iterative' | 'forwarding' | 'unbound' | 'delv';

export interface Explanation {
  /** What is asked, as `name type`. */
  readonly question: RegExp;
  /** Whose verdict differs from that of our iterative resolver. */
  readonly theirs: readonly Source[];
  readonly why: string;
}

/** Every difference that is not a fault of ours, with its reason. */
export const EXPLAINED: readonly Explanation[] = [
  {
    question: /rsasha1(-nsec3)?\.bind\. /,
    theirs: ['unbound', 'delv'],
    why: 'RFC 9905, section 2: RSASHA1 is to be treated as unsupported; Unbound 1.17 and BIND 9.18 still accept it',
  },
  {
    question: /nsec3-100\.bind\. /,
    theirs: ['unbound', 'delv'],
    why: 'RFC 9276, section 3.2 leaves the limit to the validator: ours is 50 iterations as in newer BIND, theirs is 150',
  },
  {
    question: /(soon|just-expired)\.bind\. /,
    theirs: ['unbound'],
    why: 'Unbound allows a tenth of the signature lifetime as clock skew, 1 hour to 1 day (val-sig-skew-*); we allow none',
  },
  {
    question: /(none|unsigned)\.opt\. |(gone|child|x\.y)\.nsec3-opt-out\./,
    theirs: ['delv'],
    why: 'RFC 5155, section 9.2: a denial that rests on an opt-out span must not count as secure; delv says that it validated',
  },
];

export function explanationOf(question: string, theirs: Source): Explanation | undefined {
  return EXPLAINED.find((one) => one.question.test(question) && one.theirs.includes(theirs));
}
