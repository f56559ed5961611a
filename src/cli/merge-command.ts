import { Argument, Command } from 'commander';
import { withBase } from './base-options.js';
import type { Act } from './commands.js';
import { withReplay, type JudgeFlags } from './judge-command.js';
import { withExamples, withLocked, withOutput, withPolicies } from './options.js';

export type MergeFlags = JudgeFlags & { readonly evidence?: string };

export function mergeCommand(act: Act): Command {
  const command = new Command('merge')
    .summary('put the evidence of shards together, and judge once')
    .description(
      'Judges what `check --shard` saw as if one run had seen it. Every certificate is read again from its bytes and ' +
        'every DNS answer validated again. Domains of a shard that left no evidence are unknown.',
    )
    .addArgument(new Argument('<evidence...>', 'files that `check --shard i/n --evidence FILE` wrote'));
  withReplay(withOutput(withBase(withLocked(withPolicies(command))), { markdown: true }))
    .option('--evidence <file>', 'write the merged evidence, for `judge`')
    .action((evidence: readonly string[], flags: MergeFlags) =>
      act(async (ports) => (await import('./run/merge.js')).runMergeCommand(evidence, flags, ports)),
    );
  return withExamples(command, [
    ['caa-guard check --shard 1/2 --evidence shard-1.json', 'on one machine'],
    ['caa-guard check --shard 2/2 --evidence shard-2.json', 'on another'],
    ['caa-guard merge shard-*.json', 'the judgement of one run over all domains'],
  ]);
}
