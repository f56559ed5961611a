import type { History, TreeHead } from './tree-log.js';
import { otherRoot, type LogRequest } from './log-server.js';

/** The history and the head that this request gets to see. */
export function shown({ log, now, fault }: LogRequest): {
  readonly history: History;
  readonly head: TreeHead;
} {
  const whole = log.history(fault === 'second-history' ? 'second' : 'main', now);
  const frozen = typeof fault === 'object' && 'frozen' in fault ? fault.frozen : undefined;
  const history =
    frozen === undefined || frozen >= whole.tree.size
      ? whole
      : { tree: whole.tree.fork(frozen), entries: whole.entries.slice(0, frozen) };
  const root = history.tree.root();
  return { history, head: log.head(history, now, fault === 'wrong-root' ? otherRoot(root) : root) };
}
