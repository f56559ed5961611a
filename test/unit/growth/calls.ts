import { Session, type Profiler } from 'node:inspector';
import { setFlagsFromString } from 'node:v8';

/** How often each function of ours was called, by file and name. */
export type Calls = ReadonlyMap<string, number>;

// What is compiled into its caller is not counted as a call.
setFlagsFromString('--no-opt');
setFlagsFromString('--no-maglev');
// Kept open: with the session V8's counters end, and `npm run coverage` reads the same ones.
const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });

/**
 * Counts the calls of our functions while `work` runs, callbacks of arrays included. The same in every run, however busy
 * the machine is: what a machine cannot make slower or faster is how much there is to do.
 */
export async function callsDuring(work: () => unknown): Promise<Calls> {
  take();
  await work();
  return new Map(
    take().flatMap(({ url, functions }) => {
      const file = /\/(src\/.*)$/.exec(url)?.[1];
      if (file === undefined || file.endsWith('.test.ts')) return [];
      return functions.map((one): [string, number] => [
        `${file}: ${nameOf(one, functions)}`,
        one.ranges[0]?.count ?? 0,
      ]);
    }),
  );
}

/** Functions without a name are told by the one that they stand in, and by their place in the compiled text. */
function nameOf(one: Profiler.FunctionCoverage, all: readonly Profiler.FunctionCoverage[]): string {
  const [start, end] = rangeOf(one);
  const around = all
    .filter((other) => other.functionName !== '' && rangeOf(other)[0] <= start && rangeOf(other)[1] >= end)
    .sort((a, b) => rangeOf(b)[0] - rangeOf(a)[0])[0];
  return one.functionName === ''
    ? `in ${around?.functionName ?? 'the file'} at ${start}`
    : `${one.functionName} at ${start}`;
}

function rangeOf({ ranges: [range] }: Profiler.FunctionCoverage): readonly [number, number] {
  return [range?.startOffset ?? 0, range?.endOffset ?? 0];
}

/** Reads the counters, and sets them back to zero. */
function take(): readonly Profiler.ScriptCoverage[] {
  let taken: readonly Profiler.ScriptCoverage[] = [];
  // In the same thread the answer comes at once.
  session.post('Profiler.takePreciseCoverage', (error, { result }) => {
    if (error !== null) throw error;
    taken = result;
  });
  return taken;
}
