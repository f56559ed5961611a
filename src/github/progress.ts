import { text } from '../base/text.js';
import type { Said } from '../report/index.js';
import type { Progress } from '../survey/progress.js';

/** Tells into the log how far a run is: at its begin, at each tenth, and when it asks again. */
export function progressLog(log: (said: Said) => void): Progress {
  let told = 0;
  return (event) => {
    if (event.kind === 'begun')
      log(
        event.domains === 1
          ? text`caa-guard: looking at 1 domain`
          : text`caa-guard: looking at ${event.domains} domains`,
      );
    if (event.kind === 'retry') log(text`caa-guard: asking again for ${event.lookups} lookups that failed`);
    if (event.kind !== 'domain') return;
    const tenth = Math.floor((event.done * 10) / event.domains);
    if (tenth <= told || event.domains < 20) return;
    told = tenth;
    log(text`caa-guard: ${event.done} of ${event.domains} domains looked at`);
  };
}
