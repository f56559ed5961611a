/** Whose answer is another than ours. */
export interface Explanation {
  /** Title of the odd certificate. */
  readonly title: RegExp;
  readonly onlyFoundBy: 'certspotter' | 'tail';
  readonly why: string;
}

/** Every difference between certspotter 0.16 and ours that is not a fault of ours, with its reason. */
export const EXPLAINED: readonly Explanation[] = [
  {
    title: /^two CNs in one RDN$/,
    onlyFoundBy: 'tail',
    why: 'certspotter up to 0.24.1 looks at the first attribute of an RDN only; 0.24.2 looks at all',
  },
  {
    title: /^a (mail address|URI|directory name) with our name|^a mail address at our name$/,
    onlyFoundBy: 'tail',
    why: 'certspotter watches dNSNames and CNs of the subject; ours every name that RFC 5280, section 4.2.1.6 has a form for',
  },
];

export function explanationOf(
  title: string,
  onlyFoundBy: Explanation['onlyFoundBy'],
): Explanation | undefined {
  return EXPLAINED.find((one) => one.onlyFoundBy === onlyFoundBy && one.title.test(title));
}
