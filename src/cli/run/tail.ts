import {
  createNodeFetch,
  followedLogs,
  parseWatchList,
  runTail,
  type FollowedLog,
  type WatchItem,
} from '../../ct/tail/index.js';
import { packagedLogList, readTrustedLogList, type LogList } from '../../ct/loglist/index.js';
import { loadPolicies } from '../../policy/index.js';
import { EXIT, readNamed, UsageError } from '../exit.js';
import { printPolicyErrors } from '../output.js';
import { policyFiles } from '../policy-files.js';
import type { CliPorts } from '../ports.js';
import type { TailFlags } from '../tail-command.js';
import { tailPrinter } from '../tail-text.js';
import { TOOL } from '../tool.js';

/** Connections to one log at once: as many answers are waited for. */
const CONNECTIONS = 8;

/** `tail`: 0 if every log was read to its end and found right, or the run was ended by hand; 3 if not. */
export async function runTailCommand(flags: TailFlags, ports: CliPorts): Promise<number> {
  const watch = await watched(flags, ports);
  if (typeof watch === 'number') return watch;
  const logs = await logsOf(flags, ports);
  const http = ports.fetch === undefined ? createNodeFetch(CONNECTIONS) : undefined;
  try {
    const { rounds } = await runTail(
      {
        logs,
        watch,
        directory: flags.state,
        once: flags.once === true,
        startAtEnd: flags.startAtEnd === true,
        intervalMs: flags.interval,
        rate: flags.rate === undefined ? [] : [{ count: flags.rate, ms: 1_000 }],
        userAgent: userAgent(flags.contact),
      },
      {
        fetch: http?.fetch ?? ports.fetch ?? fetch,
        ...(http === undefined ? {} : { recycle: http.recycle }),
        clock: ports.clock,
        sleep,
        report: tailPrinter(flags, ports),
        signal: ports.signal,
      },
    ).catch((thrown: unknown) => {
      throw refusalOf(thrown, flags.state);
    });
    const ended = flags.once !== true && ports.signal.aborted;
    return ended || [...rounds.values()].every((round) => round === 'verified') ? EXIT.ok : EXIT.unknown;
  } finally {
    http?.close();
  }
}

/** A full disk, or a place where this user may not write, is no fault of ours. */
function refusalOf(thrown: unknown, state: string): unknown {
  const { path, syscall } = thrown as { readonly path?: unknown; readonly syscall?: unknown };
  return thrown instanceof Error && typeof path === 'string' && typeof syscall === 'string'
    ? new UsageError(`expected to keep the state in ${JSON.stringify(state)}: ${thrown.message}`, {
        cause: thrown,
      })
    : thrown;
}

/** Names of the policy and of the files of names; the exit code if the policy has errors. */
async function watched(flags: TailFlags, ports: CliPorts): Promise<readonly WatchItem[] | number> {
  const items: WatchItem[] = [];
  for (const file of flags.watch ?? [])
    items.push(...parseWatchList(await readNamed(ports.files, file, 'a file of names to watch')));
  // Names alone will do: whoever watches for others has no policy of theirs.
  if (flags.policy !== undefined || items.length === 0) {
    const loaded = await loadPolicies(await policyFiles(flags, ports), {
      readFile: (path) => ports.files.read(path),
    });
    if (!loaded.ok) return printPolicyErrors(loaded.problems, { color: 'auto', ...flags }, ports);
    for (const { name, includeSubdomains } of loaded.policy.domains)
      items.push({ name, below: includeSubdomains });
  }
  if (items.length === 0)
    throw new UsageError('expected names to watch; neither the policy nor a file of names has any: add one');
  return items;
}

async function logsOf(flags: TailFlags, ports: CliPorts): Promise<readonly FollowedLog[]> {
  const list = flags.logList === undefined ? packagedLogList() : await listIn(flags.logList, ports);
  const logs = followedLogs(list, flags.log);
  const missing = (flags.log ?? []).filter((id) => !logs.some((log) => log.id.startsWith(id)));
  if (missing.length > 0)
    throw new UsageError(
      `expected ids of logs of the list; it has none that begins with ${missing.join(', ')}`,
    );
  if (logs.length === 0)
    throw new UsageError(
      'expected a log list with a log that is live; it has none. Name one with --log, or refresh the list',
    );
  return logs;
}

async function listIn(file: string, { files }: CliPorts): Promise<LogList> {
  const list = readTrustedLogList(Buffer.from(await readNamed(files, file, 'a log list')));
  if (list.ok) return list.value;
  throw new UsageError(`expected a log list (v3) in ${JSON.stringify(file)}: ${list.problem}`);
}

/** Operators want to know whom to write to before they block an address. */
function userAgent(contact: string | undefined): string {
  const plain = contact?.replace(/[^\x21-\x7e]/g, '').slice(0, 200);
  return `${TOOL.name}/${TOOL.version}${plain === undefined || plain === '' ? '' : ` (${plain})`}`;
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
  });
}
