import { messageOf } from '../base/error.js';
import type { AttestationOptions, CtOptions, DnsOptions, LogStatePort } from '../survey/check-model.js';
import { readNamed, UsageError } from './exit.js';
import type { CtFlags, DnsFlags, SourceFlags } from './options.js';
import type { CliPorts } from './ports.js';

/** The DNS flags with their files read. */
export async function dnsOptions(flags: DnsFlags, { files }: Pick<CliPorts, 'files'>): Promise<DnsOptions> {
  const resolvers = flags.resolver ?? [];
  if (resolvers.length > 0 && (flags.rootHints !== undefined || flags.port !== undefined))
    throw new UsageError(
      'expected either --resolver, which asks a recursive server, or --root-hints and --port, which go down from ' +
        'the root; both came. Leave one out.',
    );
  const { rootHints, trustAnchor, port } = flags;
  return {
    resolvers,
    ...(rootHints === undefined ? {} : { rootHints: await readNamed(files, rootHints, 'a root hints file') }),
    ...(trustAnchor === undefined
      ? {}
      : { trustAnchor: await readNamed(files, trustAnchor, 'a trust anchor file') }),
    ...(port === undefined ? {} : { port }),
    allowPrivateAddresses: flags.allowPrivateAddresses === true,
  };
}

/** What is asked about certificates. */
export async function ctOptions(
  flags: CtFlags,
  ports: Pick<CliPorts, 'env' | 'files'>,
): Promise<CtOptions | 'off'> {
  if (!flags.ct) return 'off';
  if (flags.ctState !== undefined && flags.ctProof !== 'inclusion')
    throw new UsageError(
      `expected --ct-proof inclusion beside --ct-state, which keeps the heads of logs that are read; ${flags.ctProof} reads none. ` +
        'Add it, or leave --ct-state out.',
    );
  return {
    ...(await sourceOptions(flags, ports)),
    ...(flags.ctCanary === undefined ? {} : { canary: flags.ctCanary }),
    proof: flags.ctProof,
    attestations: await attestationOptions(flags, ports),
  };
}

/** Where CT is asked, with the token taken from the environment: never from the command line, which others can see. */
export async function sourceOptions(
  flags: SourceFlags,
  { env, files }: Pick<CliPorts, 'env' | 'files'>,
): Promise<CtOptions> {
  const token = tokenIn(env, '--ct-token-env', flags.ctTokenEnv, 'CERTSPOTTER_TOKEN');
  const { logList, issuers } = flags;
  return {
    ...(flags.ctSource === undefined ? {} : { sources: flags.ctSource }),
    ...(flags.ctUrl === undefined ? {} : { url: flags.ctUrl }),
    ...(token === undefined ? {} : { token }),
    ...(logList === undefined
      ? {}
      : {
          logList: logList === 'latest' ? logList : { text: await readNamed(files, logList, 'a log list') },
        }),
    ...(issuers === undefined ? {} : { issuers: await readNamed(files, issuers, 'a table of issuers') }),
  };
}

/** The token in the variable of that name, if one is there. One that is named on purpose has to be: a typing error would ask without. */
function tokenIn(env: CliPorts['env'], option: string, variable: string, usual: string): string | undefined {
  const token = env[variable];
  if (token !== undefined && token !== '') return token;
  if (variable === usual) return undefined;
  throw new UsageError(
    `option ${option}: expected an environment variable with a token; ${JSON.stringify(variable)} is ${token === undefined ? 'not set' : 'empty'}. ` +
      'Set it, or leave the option out to ask without a token',
  );
}

/** Where attestations are looked for; the token is taken from the environment. */
async function attestationOptions(
  { attestations, github, githubTokenEnv, trustedRoot }: CtFlags,
  { env, files }: Pick<CliPorts, 'env' | 'files'>,
): Promise<AttestationOptions> {
  const token = tokenIn(env, '--github-token-env', githubTokenEnv, 'GITHUB_TOKEN');
  if (attestations !== undefined) await refuseMissing(attestations, files);
  return {
    ...(attestations === undefined ? {} : { directory: attestations }),
    github: github ? (token === undefined ? {} : { token }) : 'off',
    ...(trustedRoot === undefined
      ? {}
      : { trustedRoot: await readNamed(files, trustedRoot, 'a Sigstore trusted root') }),
  };
}

/** A file that is not there means that nobody attested; so a directory that is not there would say so of everything. */
async function refuseMissing(directory: string, files: CliPorts['files']): Promise<void> {
  try {
    await files.read(directory);
  } catch (error) {
    const code = (error as { readonly code?: unknown }).code;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new UsageError(
        `expected a directory with attestations at ${JSON.stringify(directory)}: there is none`,
      );
    return;
  }
  throw new UsageError(
    `expected a directory with attestations; ${JSON.stringify(directory)} is a file. Name the directory that it is in`,
  );
}

/** Where heads of logs are kept, if the flags say so. */
export function logStateOf(
  { ctState }: Pick<CtFlags, 'ctState'>,
  { files }: Pick<CliPorts, 'files'>,
): LogStatePort | undefined {
  if (ctState === undefined) return undefined;
  return {
    read: async () => {
      try {
        return await files.read(ctState);
      } catch (error) {
        if ((error as { readonly code?: unknown }).code === 'ENOENT') return undefined;
        throw new UsageError(
          `expected the heads of logs, as an earlier run kept them, at ${JSON.stringify(ctState)}: ${messageOf(error)}`,
          { cause: error },
        );
      }
    },
    write: async (text) => {
      try {
        await files.write(ctState, text, { overwrite: true });
      } catch (cause) {
        throw new UsageError(
          `expected to write the heads of logs to ${JSON.stringify(ctState)}: ${messageOf(cause)}`,
          { cause },
        );
      }
    },
  };
}
