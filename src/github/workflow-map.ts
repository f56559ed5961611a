import { LineCounter } from 'yaml';
import { parseYaml } from '../policy/syntax.js';

export type YamlMap = Readonly<Record<string, unknown>>;

/** Characters of a workflow that are read; GitHub's own limit is half of that. */
const MOST_CHARACTERS = 1024 * 1024;
const MOST_ALIASES = 1_000;

/** The map that a file of YAML holds; absent where it holds none, or is broken. */
export function mapIn(text: string): YamlMap | undefined {
  if (text.length > MOST_CHARACTERS) return undefined;
  const documents = parseYaml(text, new LineCounter());
  const [document] = documents === 'too-deep' ? [] : documents;
  if (document === undefined || document.errors.length > 0) return undefined;
  try {
    return mapOf(document.toJS({ maxAliasCount: MOST_ALIASES }));
  } catch {
    // Aliases without end, or to nothing.
    return undefined;
  }
}

export function mapOf(value: unknown): YamlMap | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as YamlMap)
    : undefined;
}
