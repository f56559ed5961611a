/** How the one source of the constructs becomes that for cdktn: nothing but the name of the core differs. */
export function forCdktn(text: string): string {
  return text.replace(/(from|import\()\s*(['"])cdktf\2/g, '$1 $2cdktn$2');
}
