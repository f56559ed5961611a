/** Colours of GitHub's light theme, and what its dark one has in their place. */
const DARK: Readonly<Record<string, string>> = {
  '#ffffff': '#0d1117', // ground
  '#f6f8fa': '#151b23', // ground of code, of heads and of every other row
  '#1f2328': '#f0f6fc', // ink
  '#59636e': '#9198a1', // ink of what matters less
  '#d1d9e0': '#3d444d', // borders
  '#818b981f': '#656c7633', // ground of code within a line
  '#0969da': '#4493f8', // links
  '#ddf4ff': '#121d2f', // ground of a label
  '#116329': '#aff5b4', // lines that came, and went
  '#dafbe1': '#12261e',
  '#aceebb': '#1c4428',
  '#82071e': '#ffdcd7',
  '#ffebe9': '#25171c',
  '#ffcecb': '#542426',
  '#1a7f37': '#238636', // marks: well, open
  '#cf222e': '#da3633', // failing
  '#8250df': '#8957e5', // not seen, done
  '#9a6700': '#9e6a03', // warned of
};

/** The same picture for GitHub's dark theme. A colour that it would not know is an error: somebody could not read it. */
export function dark(svg: string): string {
  return svg.replace(/"(#[0-9a-f]{3,8})"/g, (_, colour: string) => {
    const other = DARK[colour];
    if (other === undefined) throw new Error(`expected ${colour} in the colours of scripts/pictures/dark.ts`);
    return `"${other}"`;
  });
}
