import { CaaGuardError, messageOf } from '../base/error.js';
import { policyDigest } from '../policy/shard.js';
import type { Clock } from '../dns/model.js';
import type { CheckPorts, CheckResult } from './check-model.js';
import type { Evidence } from './evidence.js';
import { mergeEvidence, withoutExchanges, type ShardFile } from './merge-evidence.js';
import { ShardPile } from './merge-pile.js';
import { prepare } from './prepare.js';
import { readEvidence } from './read.js';
import { refuseTampered, type RejudgeOptions } from './rejudge.js';

/** What a merge is asked to do. */
export interface MergeOptions extends Omit<RejudgeOptions, 'evidence'> {
  /** Files that `check --shard` left, each read when its turn comes. The order means nothing. */
  readonly files: readonly { readonly file: string; read(): Promise<string> }[];
  /** Keep the exchanges, so that the merged evidence can be written and judged again. Takes memory. Default: false. */
  readonly keepExchanges?: boolean;
}

/** What a merge gave, and a sentence for each file that was set aside or is to be wondered at: may hold outside text. */
export type MergeResult = CheckResult & { readonly notices: readonly string[] };

/**
 * Puts the evidence of shards together and judges once. A file that is of no use is set aside with a notice, and what
 * it was to show is unknown: it hides nothing of the others. Rejects with `CaaGuardError<'MERGE_NOTHING'>` where no file
 * is of any use.
 */
export async function merge(
  options: MergeOptions,
  ports: Pick<CheckPorts, 'readFile'> & { readonly clock: Clock },
): Promise<MergeResult> {
  const prepared = await prepare(options, ports);
  if (!prepared.ok) return { ...prepared, notices: [] };
  const { policy, watched } = prepared;
  const pile = new ShardPile(policyDigest(watched));
  // One after the other: what is read of a file is more than is kept of it.
  for (const one of options.files) await take(one, pile, options, ports.clock);
  const files = pile.chosen();
  if (files.length === 0)
    throw new CaaGuardError(
      'MERGE_NOTHING',
      options.files.length === 0
        ? 'expected evidence that `check --shard i/n --evidence FILE` wrote; what was named stands for no file. Was it downloaded to here?'
        : ['expected evidence that `check --shard i/n --evidence FILE` wrote for this policy; there is none:']
            .concat(pile.notices)
            .join('\n  '),
    );
  const evidence = mergeEvidence(files, watched, pile.why);
  const judgement = await prepared.judge(evidence, options.at ?? evidence.startedAt);
  return { ok: true, policy, evidence, judgement, notices: pile.notices };
}

/** Reads one file, holds it against its bytes, and puts what is left of it on the pile. */
async function take(
  one: MergeOptions['files'][number],
  pile: ShardPile,
  options: MergeOptions,
  clock: Clock,
): Promise<void> {
  const { file } = one;
  let shard: Evidence['shard'];
  try {
    const evidence = readEvidence(await one.read());
    shard = evidence.shard;
    const unfit = pile.unfit(evidence);
    if (unfit !== undefined) return pile.setAside(file, unfit, shard);
    await refuseTampered(evidence, options, clock);
    pile.add({
      file,
      evidence: options.keepExchanges === true ? evidence : withoutExchanges(evidence),
    } as ShardFile);
  } catch (thrown) {
    const code = (thrown as { readonly code?: unknown } | undefined)?.code;
    pile.setAside(file, code === 'ENOENT' ? 'there is no such file' : messageOf(thrown), shard);
  }
}
