import type { Evidence } from './evidence.js';
import { shardName, type ShardFile } from './merge-evidence.js';

/** Evidence that began so long before the newest is of another run, left over: milliseconds. */
export const MOST_APART = 24 * 3_600_000;

/** Characters of a reason that goes into a finding. */
const MOST_WHY = 500;

/** The files so far: the newest of each shard, by the number of shards that the policy was split into. */
export class ShardPile {
  readonly notices: string[] = [];
  /** Why files of a shard were set aside, by its index. */
  readonly why = new Map<number, string>();
  private readonly byCount = new Map<number, Map<number, ShardFile>>();
  private readonly asides: { readonly shard: NonNullable<Evidence['shard']>; readonly why: string }[] = [];

  constructor(private readonly policy: string) {}

  /** Why evidence is of no use here, whatever its bytes say. */
  unfit({ shard, plan }: Evidence): string | undefined {
    if (shard === undefined)
      return 'it is no evidence of a shard; see `check --shard`, and `judge` for a whole run';
    if (shard.policy !== this.policy)
      return `it is ${shardName(shard)} of another policy than the one named here`;
    if (plan !== undefined) return `it is ${shardName(shard)} with a plan; judge a plan in a run of its own`;
    return undefined;
  }

  setAside(file: string, why: string, shard?: Evidence['shard']): void {
    this.notices.push(`${JSON.stringify(file)} is set aside: ${why}`);
    if (shard !== undefined)
      this.asides.push({ shard, why: (why.split('\n', 1)[0] ?? '').slice(0, MOST_WHY) });
  }

  add(added: ShardFile): void {
    const { shard } = added.evidence;
    const files = this.byCount.get(shard.of) ?? new Map<number, ShardFile>();
    this.byCount.set(shard.of, files);
    const before = files.get(shard.index);
    if (before === undefined) return void files.set(shard.index, added);
    const [old, young] = older(before, added) ? [before, added] : [added, before];
    files.set(shard.index, young);
    this.notices.push(
      `${shardName(shard)} came twice: ${JSON.stringify(young.file)} counts, begun at ${timeText(young.evidence.startedAt)}; ` +
        `${JSON.stringify(old.file)} does not, begun at ${timeText(old.evidence.startedAt)}`,
    );
  }

  /** The files to merge: those of the split of which most shards came, without what an earlier run left. */
  chosen(): readonly ShardFile[] {
    const splits = [...this.byCount.values()].map((files) => [...files.values()]);
    splits.sort((a, b) => b.length - a.length || begun(b) - begun(a));
    const [most = [], ...others] = splits;
    for (const { file, evidence } of others.flat())
      this.setAside(
        file,
        `it is ${shardName(evidence.shard)}; most files are of ${most[0]?.evidence.shard.of} shards`,
      );
    const last = begun(most);
    const fresh = most.filter(({ file, evidence }) => {
      if (last - evidence.startedAt <= MOST_APART) return true;
      const since = `was begun at ${timeText(evidence.startedAt)}, more than a day before the newest shard`;
      this.setAside(file, `${shardName(evidence.shard)} ${since}`, evidence.shard);
      return false;
    });
    const of = fresh[0]?.evidence.shard.of;
    for (const { shard, why } of this.asides) if (shard.of === of) this.why.set(shard.index, why);
    this.notices.push(...versions(fresh));
    return fresh;
  }
}

/** Whether `a` was begun first. Of two that were begun at once the one that ended later is the newer, then by name. */
function older(a: ShardFile, b: ShardFile): boolean {
  const byTime = a.evidence.startedAt - b.evidence.startedAt || a.evidence.finishedAt - b.evidence.finishedAt;
  return byTime === 0 ? a.file < b.file : byTime < 0;
}

function begun(files: readonly ShardFile[]): number {
  return files.reduce((last, { evidence }) => Math.max(last, evidence.startedAt), -Infinity);
}

function versions(files: readonly ShardFile[]): readonly string[] {
  const tools = [
    ...new Set(files.map(({ evidence: { tool } }) => JSON.stringify(`${tool.name} ${tool.version}`))),
  ];
  if (tools.length < 2) return [];
  return [
    `shards were taken by different versions: ${tools.sort().join(', ')}; what they look at may differ`,
  ];
}

function timeText(ms: number): string {
  return new Date(ms).toISOString();
}
