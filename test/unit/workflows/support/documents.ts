import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

export const ROOT = path.resolve(import.meta.dirname, '../../../..');

/** YAML that GitHub would read, or that shows how it is written. */
export interface Document {
  /** For people: the file, and the line where it begins in a page. */
  readonly title: string;
  readonly file: string;
  readonly text: string;
}

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const filesIn = (folder: string, ending: string): readonly string[] =>
  readdirSync(path.join(ROOT, folder))
    .filter((file) => file.endsWith(ending))
    .map((file) => path.posix.join(folder, file));
const document = (file: string): Document => ({ title: file, file, text: read(file) });

/** The workflows of this repository, and those that users copy. */
export const OWN = filesIn('.github/workflows', '.yml').map(document);
export const EXAMPLES = filesIn('examples/workflows', '.yml').map(document);

/** Every piece of YAML in the pages that users read, whole workflows and parts of them. */
const FENCED: readonly Document[] = [
  ...filesIn('.', '.md'),
  ...filesIn('docs', '.md'),
  ...readdirSync(path.join(ROOT, 'examples'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => filesIn(`examples/${name}`, '.md')),
].flatMap((file) => fencedIn(file, read(file)));

/** Whole workflows in pages. */
export const SHOWN = FENCED.filter(({ text }) => isWorkflow(text));

/** Every `uses:` of a step, with its inputs, wherever it is shown. */
export interface Use {
  readonly title: string;
  readonly uses: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

export const USES: readonly Use[] = [...OWN, ...EXAMPLES, ...FENCED].flatMap(({ title, text }) =>
  usesIn(parsed(text)).map((use) => ({ title, ...use })),
);

/** Finds fenced YAML; a fence may say what it is (`yaml workflow`) and be indented. */
export function fencedIn(file: string, page: string): readonly Document[] {
  return [...page.matchAll(/^( *)```ya?ml[^\n]*\n([\s\S]*?)^\1```/gm)].map(
    ({ index, 1: indent = '', 2: body = '' }) => ({
      title: `${file}:${page.slice(0, index).split('\n').length}`,
      // As if it was a workflow: checks go by the folder.
      file: '.github/workflows/shown.yml',
      text: body.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }),
  );
}

export function isWorkflow(text: string): boolean {
  const value = parsed(text);
  return isObject(value) && 'jobs' in value && 'on' in value;
}

/** What is not YAML (a piece with dots for what is left out) shows no workflow. */
function parsed(text: string): unknown {
  try {
    return parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function usesIn(value: unknown): readonly Omit<Use, 'title'>[] {
  if (Array.isArray(value)) return value.flatMap(usesIn);
  if (!isObject(value)) return [];
  const { uses, with: inputs } = value;
  const own = typeof uses === 'string' ? [{ uses, inputs: isObject(inputs) ? inputs : {} }] : [];
  return [...own, ...Object.values(value).flatMap(usesIn)];
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
