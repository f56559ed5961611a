import { Option, type Command } from 'commander';
import type { BaseOptions } from '../survey/check-model.js';
import { UsageError } from './exit.js';
import type { PolicyFlags } from './options.js';
import { baseFilesAt, usualAt } from './policy-place.js';
import type { CliPorts } from './ports.js';
import { listValue } from './values.js';

/** What `withBase` reads. */
export interface BaseFlags {
  readonly base?: readonly string[];
  readonly fork?: true;
  readonly approvedBy?: readonly string[];
}

/** The policy that binds, for a command that judges a change of it. */
export function withBase(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--base <place>',
        'the policy that binds, where this one is a change of it: a file, or a directory with the same files; may be repeated',
      ).argParser(listValue),
    )
    .option('--fork', "with --base: the change is a stranger's; look at nothing that it adds")
    .addOption(
      new Option(
        '--approved-by <login>',
        'with --base: you vouch that this reviewer approved the change; may be repeated',
      ).argParser(listValue),
    );
}

export async function baseOf(
  flags: BaseFlags & PolicyFlags,
  ports: Pick<CliPorts, 'files' | 'find'>,
): Promise<{ readonly base?: BaseOptions }> {
  const { base, fork, approvedBy } = flags;
  if (base === undefined) {
    if (fork !== undefined || approvedBy !== undefined)
      throw new UsageError(
        `option ${fork === undefined ? '--approved-by' : '--fork'}: expected --base beside it, since it speaks of a change; there is none`,
      );
    return {};
  }
  const policies: string[] = [];
  for (const place of base) policies.push(...(await baseFilesAt(place, flags, ports)));
  return {
    base: {
      policies,
      readFile: (path) => ports.files.read(path),
      elsewhere: async () => ({
        ...{ dropped: [], others: [], ...(await usualAt(base, ports)) },
        readOther: (path) => ports.files.read(path),
      }),
      approval: async () => ({ vouched: approvedBy ?? [] }),
      fork: fork === true,
    },
  };
}
