import { error, notice, setOutput, setSecret, summary, warning } from '@actions/core';
import type { Exact, Markdown, Plain } from '../report/index.js';
import type { Annotation } from './annotations.js';

/** The outputs of `action.yml`. */
export type Output =
  | 'result'
  | 'exit-code'
  | 'drift-count'
  | 'unknown-count'
  | 'weakened-count'
  | 'pending-count'
  | 'issues'
  | 'sarif-file'
  | 'report-json'
  | 'evidence-json';

/**
 * The one door to `@actions/core`. All that goes through it is inert by its type: the toolkit escapes what would end a
 * command, and nothing else; its summary escapes nothing at all. Its `info` is not offered, since that prints raw.
 */
export interface Toolkit {
  /** Has the runner replace `secret` in the log from now on. */
  mask(secret: string): void;
  annotate(annotation: Annotation): void;
  /** The file of outputs has a random delimiter around each value. */
  output(name: Output, value: Plain | Exact): void;
  /** Appends to the job summary. */
  summary(markdown: Markdown): Promise<void>;
}

const ANNOTATE = { error, warning, notice } as const;

/** The runner's own toolkit. It is imported by name so that the bundle leaves out its HTTP client, which is most of it. */
export const githubToolkit: Toolkit = {
  mask: (secret) => setSecret(secret),
  annotate: ({ level, message, title, at }) => ANNOTATE[level](message, { title, ...at }),
  output: (name, value) => setOutput(name, value),
  summary: async (markdown) => {
    await summary.addRaw(markdown).write();
  },
};
