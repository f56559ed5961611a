import { readFileSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'rolldown';

const root = import.meta.dirname;

/**
 * The Action in one file: ESM, not minified, so that it can be reviewed; no source map; the same bytes on every
 * machine. `dist/package.json` makes Node take it for ESM wherever it lies; `dist/licenses.txt` names what is in it.
 */
export default defineConfig({
  cwd: root,
  input: 'src/github/main.ts',
  platform: 'node',
  transform: { target: 'node24' },
  treeshake: {
    // Loading these does nothing but define: what is not used of them is left out.
    moduleSideEffects: [{ test: /[\\/]node_modules[\\/](@actions|tunnel|undici)[\\/]/, sideEffects: false }],
  },
  output: {
    dir: process.env['CAA_GUARD_DIST'] ?? 'dist',
    format: 'esm',
    entryFileNames: 'index.js',
    codeSplitting: false,
    minify: false,
    sourcemap: false,
  },
  plugins: [companions()],
});

/** Emits what lies beside the bundle. */
function companions() {
  return {
    name: 'caa-guard:companions',
    generateBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap((chunk) =>
        chunk.type === 'chunk' ? chunk.moduleIds : [],
      );
      this.emitFile({ type: 'asset', fileName: 'package.json', source: '{ "type": "module" }\n' });
      this.emitFile({ type: 'asset', fileName: 'licenses.txt', source: licensesOf(modules) });
    },
  };
}

/** Name, version, licence and its text of each package of which a module is in the bundle. */
function licensesOf(modules) {
  const folders = new Set();
  for (const id of modules) {
    const folder = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id.replace(/^\0/, ''))?.[0];
    if (folder !== undefined) folders.add(folder);
  }
  const entries = [...folders].map(entryOf).sort((a, b) => (a.title < b.title ? -1 : 1));
  return `Packages in dist/index.js, each under its own licence.\n\n${entries.map(({ text }) => text).join('\n')}`;
}

function entryOf(folder) {
  const { name, version, license, homepage, repository } = JSON.parse(
    readFileSync(path.join(folder, 'package.json'), 'utf8'),
  );
  if (typeof license !== 'string')
    throw new Error(`expected a licence in ${folder}/package.json; look what it is under before bundling it`);
  const title = `${name}@${version}`;
  const from = homepage ?? (typeof repository === 'string' ? repository : repository?.url) ?? '';
  const lines = [`=== ${title} (${license})`, ...(from === '' ? [] : [from]), '', textOf(folder), ''];
  return { title, text: lines.join('\n') };
}

function textOf(folder) {
  for (const file of ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'LICENCE', 'license', 'LICENSE-MIT.txt']) {
    try {
      return readFileSync(path.join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim();
    } catch {
      // Not under this name.
    }
  }
  return '(the package holds no text of it)';
}
