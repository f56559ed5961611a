import { DnsName } from '../../base/name.js';
import type { LookupEvidence } from '../../survey/evidence.js';
import type { DomainView } from '../model.js';
import { cutShort, lookupOf } from './lookups.js';
import { policyNames } from './names.js';
import { VALIDATION_LABELS } from './validation-names.js';

/** A lookup on which a judgement rests and that gave nothing. */
export interface Unseen {
  readonly key: string;
  readonly limit: boolean;
  readonly code: string;
  readonly detail: string;
  readonly server?: string;
  /** What could not be judged for want of it. */
  readonly hides: 'caa' | 'chain' | 'delegation' | 'grants';
}

/**
 * The lookups that the judgement of a domain rests on and that could not be seen: those at which a CAA climb ends, DS and
 * DNSKEY, NS where the policy pins it, and those of who answers validations. Sorted, each once.
 */
export function unseenLookups(view: DomainView): readonly Unseen[] {
  const { domain, seen } = view;
  const needed: readonly { name: string; type: string; hides: Unseen['hides'] }[] = [
    { name: domain.name, type: 'DS', hides: 'chain' },
    { name: domain.name, type: 'DNSKEY', hides: 'chain' },
    ...(domain.nameservers === undefined
      ? []
      : [{ name: domain.name, type: 'NS', hides: 'delegation' as const }]),
    ...policyNames(domain).flatMap(({ name }) => {
      const { climb } = view.deployed(name);
      return climb.kind === 'failed' ? [{ name: climb.failedAt, type: 'CAA', hides: 'caa' as const }] : [];
    }),
    ...policyNames(domain).flatMap(({ name }) =>
      VALIDATION_LABELS.map((label) => ({
        name: `${label}.${name.replace(/^\*\./, '')}`,
        type: 'TXT',
        hides: 'grants' as const,
      })),
    ),
  ];
  const unseen = new Map<string, Unseen>();
  for (const { name, type, hides } of needed) {
    if (!isName(name)) continue;
    const one = unseenOf(`${name}/${type}`, lookupOf(seen, name, type), hides);
    if (one !== undefined) unseen.set(one.key, one);
  }
  return [...unseen.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** A name near the longest that DNS allows has none below it. */
function isName(text: string): boolean {
  try {
    return DnsName.parse(text).labels.length > 0;
  } catch {
    return false;
  }
}

function unseenOf(
  key: string,
  lookup: LookupEvidence | undefined,
  hides: Unseen['hides'],
): Unseen | undefined {
  if (lookup === undefined)
    return { key, limit: false, code: 'not-looked-up', detail: 'the evidence holds no such lookup', hides };
  // Bogus was seen, and is a finding of its own.
  if (lookup.state === 'bogus' || (lookup.state !== 'indeterminate' && lookup.answer !== undefined))
    return undefined;
  const { reason } = lookup;
  return {
    key,
    limit: cutShort(lookup),
    code: reason?.code ?? 'unknown',
    detail: reason?.detail ?? 'no reason was written down',
    ...(reason?.server === undefined ? {} : { server: reason.server }),
    hides,
  };
}

/** Codes by which a source of certificates says that a limit of ours stopped it. */
const SOURCE_LIMITS: ReadonlySet<string> = new Set(['limit', 'too-large', 'repeats', 'timeout', 'aborted']);

/** Sources of certificates that did not show all. */
export function blindSources(view: DomainView): readonly {
  readonly source: string;
  readonly limit: boolean;
  readonly code: string;
  readonly detail: string;
  readonly shown: number;
}[] {
  return view.seen.issuance
    .filter(({ complete, failure }) => !complete || failure !== undefined)
    .map(({ source, failure, certificates }) => ({
      source,
      limit: SOURCE_LIMITS.has(failure?.code ?? ''),
      code: failure?.code ?? 'incomplete',
      detail: failure?.detail ?? 'it stopped before the end',
      shown: certificates.length,
    }))
    .sort((a, b) => (a.source < b.source ? -1 : 1));
}
