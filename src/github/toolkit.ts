import type { Annotation } from './annotations.js';

/**
 * The one door to `@actions/core`. All that goes through it is inert already: the toolkit escapes what would end a
 * command, and nothing else; its summary escapes nothing at all. Its `info` is not offered, since that prints raw.
 */
export interface Toolkit {
  /** Has the runner replace `secret` in the log from now on. */
  mask(secret: string): void;
  annotate(annotation: Annotation): void;
  output(name: string, value: string): void;
  /** Appends Markdown to the job summary. */
  summary(markdown: string): Promise<void>;
}

/** Loads the toolkit, which takes longer to load than all the rest, only when there is something to tell. */
export async function loadToolkit(): Promise<Toolkit> {
  const core = await import('@actions/core');
  return {
    mask: (secret) => core.setSecret(secret),
    annotate: ({ level, message, title, at }) => core[level](message, { title, ...at }),
    output: (name, value) => core.setOutput(name, value),
    summary: async (markdown) => {
      await core.summary.addRaw(markdown).write();
    },
  };
}
