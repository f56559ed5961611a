import type { Progress } from '../survey/progress.js';

/** Tells into the log how far a run is: at its begin, at each tenth, and when it asks again. */
export function progressLog(log: (line: string) => void): Progress {
  let told = 0;
  return (event) => {
    if (event.kind === 'begun')
      log(`caa-guard: looking at ${event.domains} domain${event.domains === 1 ? '' : 's'}`);
    if (event.kind === 'retry') log(`caa-guard: asking again for ${event.lookups} lookups that failed`);
    if (event.kind !== 'domain') return;
    const tenth = Math.floor((event.done * 10) / event.domains);
    if (tenth <= told || event.domains < 20) return;
    told = tenth;
    log(`caa-guard: ${event.done} of ${event.domains} domains looked at`);
  };
}
