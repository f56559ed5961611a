import type { ActionsMetadataProvider } from '@actions/languageservice';
import { parse } from 'yaml';
import { isObject, type Use } from './documents.js';

/** Whether a `uses:` is this Action, from wherever. */
export const isOurs = (uses: string): boolean => /^(?:org\/caa-guard@|\.\/$)/.test(uses);

type Inputs = Readonly<Record<string, { readonly description: string }>>;

/** The inputs that an `action.yml` has. */
export function inputsOf(action: string): Inputs {
  const parsed: unknown = parse(action);
  return isObject(parsed) && isObject(parsed['inputs']) ? (parsed['inputs'] as Inputs) : {};
}

/** Inputs that a use of this Action gives and that it does not have. */
export const unknownInputs = ({ title, uses, inputs }: Use, known: Inputs): readonly string[] =>
  isOurs(uses)
    ? Object.keys(inputs)
        .filter((name) => !Object.hasOwn(known, name))
        .map((name) => `${title}: ${name} is no input of the Action`)
    : [];

/** Tells the language service the inputs of this Action, and of no other. */
export const ourInputs = (inputs: Inputs): ActionsMetadataProvider => ({
  fetchActionMetadata: ({ owner, name }) =>
    Promise.resolve({ name, description: '', ...(`${owner}/${name}` === 'org/caa-guard' ? { inputs } : {}) }),
});

const KEYS = { input: ['description', 'required', 'default', 'deprecationMessage'], output: ['description'] };

/** Keys of inputs and outputs that no runner reads, such as a misspelt `required`: the language service lets them pass. */
export function strayKeys(action: string): readonly string[] {
  const parsed: unknown = parse(action);
  const { inputs, outputs } = isObject(parsed) ? parsed : {};
  const stray = (of: unknown, known: readonly string[]): readonly string[] =>
    Object.entries(isObject(of) ? of : {}).flatMap(([name, keys]) =>
      Object.keys(isObject(keys) ? keys : {})
        .filter((key) => !known.includes(key))
        .map((key) => `${name}: ${key}`),
    );
  return [...stray(inputs, KEYS.input), ...stray(outputs, KEYS.output)];
}
