import type { Progress, SurveyEvent } from '../survey/progress.js';
import type { CliPorts } from './ports.js';

/** Least milliseconds between two drawings. */
const INTERVAL = 100;

/** One line on a terminal that says how far a long run is; on anything but a terminal it is silent. */
export interface ProgressLine {
  readonly progress: Progress;
  /** Wipes the line, so that what is printed next stands at its beginning. */
  end(): void;
}

export function progressLine({ stderr, clock }: Pick<CliPorts, 'stderr' | 'clock'>): ProgressLine {
  if (!stderr.isTTY) return { progress: () => undefined, end: () => undefined };
  const begun = clock.monotonic();
  const state = { done: 0, domains: 0, lookups: 0, certificates: 0, phase: 'looking' };
  let drawn = -Infinity;
  let visible = false;
  return {
    progress: (event) => {
      apply(state, event);
      const now = clock.monotonic();
      // Short runs show nothing: a line that flashes up and goes is noise.
      if (now - begun < 300 || now - drawn < INTERVAL) return;
      drawn = now;
      visible = true;
      const seconds = Math.round((now - begun) / 1000);
      const line =
        `${state.phase}: ${state.done} of ${state.domains} domains, ${state.lookups} lookups, ` +
        `${state.certificates} certificates, ${seconds} s`;
      stderr.write(`\r\u001b[2K${line.slice(0, (stderr.columns ?? 80) - 1)}`);
    },
    end: () => {
      if (visible) stderr.write('\r\u001b[2K');
      visible = false;
    },
  };
}

interface State {
  done: number;
  domains: number;
  lookups: number;
  certificates: number;
  phase: string;
}

function apply(state: State, event: SurveyEvent): void {
  switch (event.kind) {
    case 'begun':
      state.domains = event.domains;
      break;
    case 'lookup':
      state.lookups = event.lookups;
      break;
    case 'source':
      state.certificates += event.certificates;
      break;
    case 'domain':
      state.done = event.done;
      break;
    case 'retry':
      state.phase = 'asking again';
      break;
    case 'judging':
      state.phase = 'judging';
      break;
  }
}
