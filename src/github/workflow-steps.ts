import { LineCounter } from 'yaml';
import { parseYaml } from '../policy/syntax.js';
import { linesOf } from './input-values.js';

/** A step of a workflow that runs caa-guard. */
export interface GuardStep {
  /** Id of its job. */
  readonly job: string;
  /** Policy files that it names; empty: the usual place. Absent: an expression names them, and only a run knows which. */
  readonly policies?: readonly string[];
}

/** What of a workflow decides which policies changes are held against. */
export interface Workflow {
  /** Whether it runs where something is about to be merged, or is called by one that does. */
  readonly gate: boolean;
  readonly steps: readonly GuardStep[];
}

const GATES: ReadonlySet<string> = new Set([
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'merge_group',
  'workflow_call',
]);
/** Characters of a workflow that are read; GitHub's own limit is half of that. */
const MOST_CHARACTERS = 1024 * 1024;
const MOST_ALIASES = 1_000;

/**
 * Reads a workflow as far as it concerns caa-guard. `action` is where this Action comes from, `owner/name`; one of another owner is
 * told by its name. Absent: no workflow that could be read.
 */
export function readWorkflow(text: string, action: string | undefined): Workflow | undefined {
  const root = mapOf(valueOf(text));
  if (root === undefined) return undefined;
  const steps = Object.entries(mapOf(root['jobs']) ?? {}).flatMap(([job, value]) => {
    const list = mapOf(value)?.['steps'];
    return (Array.isArray(list) ? list : []).flatMap((one: unknown) => stepOf(job, one, action) ?? []);
  });
  return { gate: eventsOf(root['on']).some((event) => GATES.has(event)), steps };
}

function stepOf(job: string, value: unknown, action: string | undefined): GuardStep | undefined {
  const step = mapOf(value);
  if (step === undefined || typeof step['uses'] !== 'string' || !isOurs(step['uses'], action))
    return undefined;
  const policy = mapOf(step['with'])?.['policy'] ?? '';
  if (typeof policy !== 'string' || policy.includes('${{')) return { job };
  return { job, policies: linesOf(policy) };
}

function isOurs(uses: string, action: string | undefined): boolean {
  const [place = ''] = uses.toLowerCase().split('@');
  return place === action?.toLowerCase() || place.endsWith('/caa-guard');
}

function eventsOf(on: unknown): readonly string[] {
  if (typeof on === 'string') return [on];
  if (Array.isArray(on)) return on.filter((one) => typeof one === 'string');
  return Object.keys(mapOf(on) ?? {});
}

function valueOf(text: string): unknown {
  if (text.length > MOST_CHARACTERS) return undefined;
  const documents = parseYaml(text, new LineCounter());
  const [document] = documents === 'too-deep' ? [] : documents;
  if (document === undefined || document.errors.length > 0) return undefined;
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch {
    // Aliases without end, or to nothing.
    return undefined;
  }
}

function mapOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}
