import { outside, own, text, wordAmong, type Text } from '../../base/text.js';
import { isUnseen, plain } from '../../report/index.js';
import type { Finding, Judgement } from '../../rules/model.js';
import { keyOf, markOf, type About } from './key.js';
import { sourceOf, SOURCES } from './source.js';
import type { Words } from './state.js';

/** One thing that an issue is to tell. */
export interface Standing {
  readonly mark: string;
  readonly words: Words;
  /** The title of the words, with what came from outside still marked in it. */
  readonly title: Text;
  /** Absent for a source, which is one thing whatever it does not show. */
  readonly finding?: Finding;
}

/** What one issue is about, as this run saw it. */
export interface Topic {
  readonly key: string;
  readonly about: About;
  /** Gravest first; empty where nothing has to be told. */
  readonly standing: readonly Standing[];
  /**
   * `whole`: what does not stand is not there. `partly`: it may be there all the same, since not all could be seen. `gone`: nobody
   * asks for it any more.
   */
  readonly sight: 'whole' | 'partly' | 'gone';
  /** Findings that are shown besides and need no issue; for a source, all that it does not show. */
  readonly beside: readonly Finding[];
  readonly checked: readonly Text[];
}

/** The topics of a judgement, gravest first: every domain, the run itself, and every source that showed not all. */
export function topicsOf(judgement: Judgement, policyId: string): readonly Topic[] {
  const { domains, findings } = judgement;
  const byZone = grouped(findings, ({ zone }) => zone);
  const unseen = findings.filter(isUnseen);
  const blindRun = unseen.some(({ zone }) => zone === '');
  const outcomes = new Map(domains.map((one) => [one.zone, one]));
  const zones = new Set([...byZone.keys(), ...outcomes.keys(), '']);
  const gravest = new Map<string, number>();
  for (const [i, { zone, fails }] of findings.entries())
    if (fails && !gravest.has(zone)) gravest.set(zone, i);
  const place = (zone: string): number => gravest.get(zone) ?? findings.length;
  const ordered = [...zones].sort((a, b) => place(a) - place(b));
  const ofZones = ordered.map((zone): Topic => {
    const some = byZone.get(zone) ?? [];
    const domain = outcomes.get(zone);
    // A domain is ok only where nothing at all was unseen for it; of others a finding of the run may be about it.
    const blind =
      zone === '' ? unseen.length > 0 : domain?.outcome !== 'ok' && (blindRun || some.some(isUnseen));
    const about = { kind: 'zone', name: zone } as const;
    return {
      key: keyOf(policyId, about),
      about,
      standing: some.filter(({ fails }) => fails).map(standingOf),
      sight: blind ? 'partly' : 'whole',
      beside: some.filter(({ fails }) => !fails),
      checked: domain?.checked ?? [],
    };
  });
  const ofSources = [...grouped(unseen, sourceOf)].map(([name, some]) => sourceTopic(policyId, name, some));
  return [...ofZones, ...ofSources];
}

/** A thing that this run says nothing of, though an issue is open for it. */
export function silentTopic(policyId: string, about: About, judgement: Judgement): Topic {
  const unseen = judgement.findings.filter(isUnseen);
  // A source may be as blind as it was in the part that nobody looked at.
  const hidden = unseen.some((finding) => sourceOf(finding) === SOURCES.shards);
  const source = about.kind === 'source';
  return {
    key: keyOf(policyId, about),
    about,
    standing: [],
    sight: source ? (hidden ? 'partly' : 'whole') : 'gone',
    beside: [],
    checked: [],
  };
}

function sourceTopic(policyId: string, name: string, findings: readonly Finding[]): Topic {
  const about = { kind: 'source', name } as const;
  const key = keyOf(policyId, about);
  const title = text`${nameWords(about)} did not show all that it was asked for`;
  return {
    key,
    about,
    standing: [{ mark: markOf(key), words: { rule: 'unknown', subject: '', title: plain(title) }, title }],
    sight: 'whole',
    beside: findings,
    checked: [],
  };
}

function standingOf(finding: Finding): Standing {
  const { id, rule, subject, title } = finding;
  return {
    mark: markOf(id),
    words: { rule: plain([outside(rule)]), subject: plain([outside(subject)]), title: plain(title) },
    title,
    finding,
  };
}

/** What the issue is about, in a sentence. */
export function nameWords({ kind, name }: About): Text {
  if (kind === 'zone') return name === '' ? own('the run itself') : text`${outside(name)}`;
  return text`${wordAmong(Object.values(SOURCES), name)}`;
}

function grouped(
  findings: readonly Finding[],
  by: (finding: Finding) => string,
): ReadonlyMap<string, readonly Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const some = groups.get(by(finding));
    if (some === undefined) groups.set(by(finding), [finding]);
    else some.push(finding);
  }
  return groups;
}
