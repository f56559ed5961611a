import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import type { ActionsMetadataProvider, validate } from '@actions/languageservice';
import type { TextDocument } from 'vscode-languageserver-textdocument';

interface Service {
  readonly validate: typeof validate;
  readonly TextDocument: typeof TextDocument;
}

const ENTRY = `
export { validate } from '@actions/languageservice';
export { TextDocument } from 'vscode-languageserver-textdocument';
`;

let loading: Promise<Service> | undefined;
let documents = 0;

/**
 * What GitHub's own language service has against a workflow or an `action.yml`, as `line: what`. The name decides which
 * of the two it is taken for. `actions` tells the inputs of actions that are used; without it they are not looked at.
 */
export async function languageService(
  file: string,
  text: string,
  actions?: ActionsMetadataProvider,
): Promise<readonly string[]> {
  const service = await (loading ??= load());
  // The service remembers what it has read by the name, so that each text needs one of its own.
  documents += 1;
  const document = service.TextDocument.create(`file:///${documents}/${file}`, 'yaml', 1, text);
  const found = await service.validate(
    document,
    actions === undefined ? {} : { actionsMetadataProvider: actions },
  );
  return found.map(
    ({ range, message }) =>
      `${range.start.line + 1}: ${typeof message === 'string' ? message : message.value}`,
  );
}

/**
 * The package imports JSON files without saying that they are JSON, which no Node takes: so it is bundled first.
 */
async function load(): Promise<Service> {
  const bundle = await rolldown({
    input: 'entry',
    platform: 'node',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === 'entry' ? path.join(import.meta.dirname, 'entry.js') : null),
        load: (id) => (id.endsWith('entry.js') && id.startsWith(import.meta.dirname) ? ENTRY : null),
      },
    ],
  });
  const { output } = await bundle.generate({ format: 'esm', codeSplitting: false });
  await bundle.close();
  const folder = mkdtempSync(path.join(tmpdir(), 'language-service-'));
  try {
    const file = path.join(folder, 'bundle.mjs');
    writeFileSync(file, output[0].code);
    return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Service;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
