import { DnsName } from '../../../base/name.js';
import type { Fetched } from '../../model.js';
import { createIterativeFetcher, type IterativeFetcher, type IterativeOptions } from '../iterative.js';
import { rootHintsFor } from '../root-hints.js';
import { delegating, holding, ScriptedWorld, type ScriptedServer } from './scripted-world.js';

export const ROOT = '192.0.2.1';
export const TEST = '192.0.2.2';
export const EXAMPLE = '192.0.2.3';
export const OTHER = '192.0.2.4';

export const name = (text: string): DnsName => DnsName.parse(text);
/** A fetcher that sees this world, and to which chance is no chance. */
export const over = (world: ScriptedWorld, options: Partial<IterativeOptions> = {}): IterativeFetcher =>
  createIterativeFetcher({
    exchange: world.exchange,
    clock: world.clock,
    rootHints: rootHintsFor([ROOT]),
    random: () => 0,
    ...options,
  });
/** What was fetched, in a few words: `1 of example.test.`, or why nothing was. */
export const outcome = (fetched: Fetched): string =>
  fetched.ok ? `${fetched.message.answer.length} of ${fetched.zone?.toString() ?? '?'}` : fetched.reason.code;

/** The root, a top-level domain and a zone with a server each; `more` takes the place of theirs. */
export const usual = (more: Readonly<Record<string, ScriptedServer>> = {}): ScriptedWorld =>
  new ScriptedWorld({
    [ROOT]: delegating({ test: [`ns.test ${TEST}`] }),
    [TEST]: delegating(
      { 'example.test': [`ns.example.test ${EXAMPLE}`] },
      holding('test', 'test 300 IN NS ns.test'),
    ),
    [EXAMPLE]: holding('example.test', 'example.test 300 IN CAA 0 issue "ca.test"', 'www.example.test 300 IN A 192.0.2.80'), // prettier-ignore
    ...more,
  });
