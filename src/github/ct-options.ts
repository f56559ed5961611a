import type { CtOptions, LogStatePort } from '../survey/check-model.js';
import type { Inputs } from './inputs.js';
import type { RunPorts } from './ports.js';

/** Text of a file that an input names. */
export type FileOf = (path: string | undefined, input: string) => Promise<string | undefined>;

/** What is asked about certificates, with the files that inputs name read. */
export async function ctOptionsOf(inputs: Inputs, fileOf: FileOf): Promise<CtOptions | 'off'> {
  const { ct, ctFiles, githubToken, githubApi } = inputs;
  if (ct === 'off') return 'off';
  const { logList } = ctFiles;
  const list = logList === 'latest' ? undefined : await fileOf(logList, 'log-list');
  const issuers = await fileOf(ctFiles.issuers, 'issuers');
  const trustedRoot = await fileOf(ctFiles.trustedRoot, 'trusted-root');
  return {
    ...ct,
    ...(logList === 'latest' ? { logList } : list === undefined ? {} : { logList: { text: list } }),
    ...(issuers === undefined ? {} : { issuers }),
    attestations: {
      ...(ctFiles.attestations === undefined ? {} : { directory: ctFiles.attestations }),
      github: {
        ...(githubToken === undefined ? {} : { token: githubToken }),
        ...(githubApi === undefined ? {} : { url: githubApi }),
      },
      ...(trustedRoot === undefined ? {} : { trustedRoot }),
    },
  };
}

/** Where heads of logs are kept, if an input says so: a file below the workspace, for `actions/cache` to bring back. */
export function logStateOf({ ctFiles }: Inputs, { workspace }: RunPorts): LogStatePort | undefined {
  const { state } = ctFiles;
  if (state === undefined) return undefined;
  return {
    read: async () => {
      try {
        return await workspace.read(state);
      } catch (error) {
        // None yet: the first run, or a cache that was evicted.
        if ((error as { readonly code?: unknown }).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    write: async (text) => void (await workspace.write(state, text)),
  };
}
