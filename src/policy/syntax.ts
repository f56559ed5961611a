import { Composer, Parser, type CST, type Document, type LineCounter } from 'yaml';

/** Nesting that a file may have; policies have about eight levels. */
const MAX_SYNTAX_DEPTH = 64;

/**
 * The documents of a file as YAML 1.2 with the core schema; errors stand in them. `too-deep` where it nests so much that composing,
 * which recurses, might end the stack. The parser below it does not recurse, so its tokens can be measured first.
 */
export function parseYaml(source: string, lines: LineCounter): readonly Document.Parsed[] | 'too-deep' {
  const tokens = [...new Parser(lines.addNewLine).parse(source)];
  if (nestsDeeper(tokens, MAX_SYNTAX_DEPTH)) return 'too-deep';
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    // The one of `locate` is linear, and says where the key stood before.
    uniqueKeys: false,
    strict: true,
    lineCounter: lines,
  });
  return [...composer.compose(tokens, true, source.length)] as Document.Parsed[];
}

function nestsDeeper(tokens: readonly CST.Token[], most: number): boolean {
  const rest: { readonly token: CST.Token; readonly depth: number }[] = tokens.map((token) => ({
    token,
    depth: 0,
  }));
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const { token, depth } = next;
    if (depth > most) return true;
    const down = (inner: CST.Token | null | undefined): void => {
      if (inner) rest.push({ token: inner, depth: depth + 1 });
    };
    if (token.type === 'document') down(token.value);
    if (token.type === 'block-map' || token.type === 'block-seq' || token.type === 'flow-collection')
      for (const item of token.items) {
        down(item.key);
        down(item.value);
      }
  }
  return false;
}
