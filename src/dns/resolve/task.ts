import type { DnsName } from '../../base/name.js';
import type { Fetched } from '../model.js';
import type { Flight } from './flights.js';
import type { Work } from './work.js';

/** A question on its way: what it may cost, who waits for it, and how many questions for servers' addresses lie above. */
export interface Task {
  readonly work: Work;
  readonly flight: Flight<unknown>;
  readonly depth: number;
}

/** A question that `task` needs answered, at its cost. */
export type LookUp = (name: DnsName, type: number, task: Task) => Promise<Fetched>;
