import { describe, expect, it } from 'vitest';
import { logStateOf } from './dns-options.js';
import { main } from './main.js';
import { testPorts } from './testing/ports.js';

describe('a token in the environment', () => {
  const asked = async (
    env: Readonly<Record<string, string>>,
    ...argv: readonly string[]
  ): Promise<string> => {
    const ports = testPorts({ env });
    await main(['check', '-p', 'x.yaml', ...argv], ports);
    return ports.err();
  };

  it.each(['--ct-token-env', '--github-token-env'])(
    'has to be there where %s names it: a typing error would ask without',
    async (option) => {
      const sentence = `option ${option}: expected an environment variable with a token; "CERTSPOTER" is`;
      expect(await asked({}, option, 'CERTSPOTER')).toContain(`${sentence} not set`);
      expect(await asked({ CERTSPOTER: '' }, option, 'CERTSPOTER')).toContain(`${sentence} empty`);
      expect(await asked({ CERTSPOTER: 'x' }, option, 'CERTSPOTER')).not.toContain('with a token');
    },
  );

  it('need not be there under its usual name', async () => {
    expect(await asked({})).not.toContain('with a token');
  });
});

describe('the file with the heads of logs', () => {
  const files = (error: Error) => ({
    read: () => Promise.reject(error),
    write: () => Promise.reject(error),
    replace: () => Promise.reject(error),
  });
  const denied = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });

  it('that cannot be written or read is told by its name, and not as a fault of caa-guard', async () => {
    const state = logStateOf({ ctState: 'heads.json' }, { files: files(denied) });
    await expect(state?.write('{}')).rejects.toThrow(
      'expected to write the heads of logs to "heads.json": EACCES: permission denied',
    );
    await expect(state?.read()).rejects.toThrow(
      'expected the heads of logs, as an earlier run kept them, at "heads.json": EACCES',
    );
  });

  it('may not be there yet', async () => {
    const missing = Object.assign(new Error('ENOENT'), { code: 'ENOENT' });
    expect(await logStateOf({ ctState: 'heads.json' }, { files: files(missing) })?.read()).toBeUndefined();
  });
});
