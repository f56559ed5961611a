import type { Text } from '../base/text.js';
import type { DomainPolicy, Policy, SourcePosition } from '../policy/model.js';
import type { DomainEvidence, Evidence, PlanEvidence } from '../survey/evidence.js';
import type { Issued } from './facts/certificates.js';
import type { Deployed } from './facts/deployed.js';
import type { PlannedView } from './facts/planned.js';
import type { Reach } from './facts/reach.js';

/** drift: the world departs from the policy. weakness: both agree and it can be attacked. forecast: it will not hold. unknown: could not see. */
export type Kind = 'drift' | 'weakness' | 'forecast' | 'unknown';
export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';
export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

/** Who has to act. */
export type Actor = 'you' | 'dns-provider' | 'registrar' | 'ancestor' | 'ca' | 'log-operator' | 'network';

/** One line of a Terraform-like diff: `+` deployed but not declared, `-` declared but not deployed, `~` changed, ` ` context. */
export interface DiffLine {
  readonly op: '+' | '-' | '~' | ' ';
  readonly text: Text;
  /** Why this line matters, shown behind it. */
  readonly note?: Text;
}

/** A finding: frozen plain data with a stable identity. */
export interface Finding {
  /** First 16 hex digits of SHA-256 over rule, zone and subject: the same for the same thing in every run. */
  readonly id: string;
  readonly rule: string;
  readonly kind: Kind;
  readonly severity: Severity;
  readonly actor: Actor;
  /** The declared domain it belongs to, lower-case A-labels; `''` for a finding about the run as a whole. */
  readonly zone: string;
  /** What it is about: a name, a certificate's digest, a source. Part of the identity; waivers match on it. From outside. */
  readonly subject: string;
  /** One sentence: what is the case. */
  readonly title: Text;
  /** What it means for an attacker or the next renewal, in this case; more paragraphs than one are allowed. */
  readonly detail: readonly Text[];
  readonly diff: readonly DiffLine[];
  /** How to mend it, a step each. */
  readonly mend: readonly Text[];
  /** The policy clause that is broken. */
  readonly at?: SourcePosition;
  /** Set when a waiver covers it: it is shown and does not fail the run. */
  readonly waived?: { readonly reason: string; readonly owner: string; readonly until: string };
  /** Where a change of the policy is judged: how this finding stands to it. Absent: it was there before, and stays. */
  readonly stage?: Stage;
  /** Whether this finding alone makes the run fail. */
  readonly fails: boolean;
}

/**
 * `pending`: only the policy as it is to be demands it; it waits for the merge and does not fail before. `accepted`: only
 * the policy as it is demands it; once the change is merged it is none. `weakened`: the change itself loosens the policy.
 */
export type Stage = 'weakened' | 'accepted' | 'pending';

/** What a rule hands over; the judge adds identity, zone and waivers. Kind, severity and actor default to the rule's. */
export type Draft = Pick<Finding, 'subject' | 'title'> &
  Partial<Pick<Finding, 'kind' | 'severity' | 'actor' | 'detail' | 'diff' | 'mend' | 'at' | 'zone'>>;

/** Where a demand comes from. */
export interface Reference {
  readonly label: string;
  readonly url: string;
}

/** What a rule sees: one domain's policy and evidence, and the time of judgement. */
export interface DomainView {
  readonly policy: Policy;
  readonly domain: DomainPolicy;
  readonly evidence: Evidence;
  readonly seen: DomainEvidence;
  /** What a Terraform plan says of the domain; absent without a plan. */
  readonly plan?: PlanEvidence;
  /** Unix milliseconds. */
  readonly now: number;
  /** What the network from which was looked lets through; the same for every domain of the run. */
  readonly reach: Reach;
  /** What is deployed for a name: the CAA set that decides, and what it means. */
  deployed(name: string): Deployed;
  /** Every certificate in evidence that concerns the domain, oldest first, each issuance once. */
  issued(): readonly Issued[];
  /** What a Terraform plan makes of the domain, at each provider that holds some of it; empty without a plan. */
  planned(): readonly PlannedView[];
}

/** One rule, one file. The docs page is made from it. */
export interface Rule {
  /** Stable for ever: `caa/missing`. */
  readonly id: string;
  readonly title: string;
  readonly kind: Kind;
  readonly severity: Severity;
  readonly actor: Actor;
  /** What it means for an attacker or for the next renewal. Markdown of our own. */
  readonly means: string;
  /** How to mend it. Markdown of our own. */
  readonly mend: string;
  readonly references: readonly Reference[];
  judge(view: DomainView): readonly Draft[];
  /**
   * What takes all domains at once, and is worked out once for them. A draft without a zone is about the run as a whole, and
   * counts for every domain.
   */
  judgeRun?(run: RunView): readonly Draft[];
}

/** What a rule sees that judges the whole run. */
export type RunView = Pick<DomainView, 'policy' | 'evidence' | 'now'>;

/** The outcome of a run or of a domain. Unknown is neither ok nor drift. */
export type Outcome = 'ok' | 'drift' | 'unknown';

/** What a judgement gives; everything that a report shows is in here. */
export interface Judgement {
  /** drift if any finding fails the run; else unknown if anything could not be seen; else ok. */
  readonly outcome: Outcome;
  /** When it was judged, and when the evidence was taken; Unix milliseconds. */
  readonly now: number;
  readonly observedAt: number;
  readonly domains: readonly {
    readonly zone: string;
    readonly outcome: Outcome;
    /** What was checked, in words, also where nothing was found: a green line must say what it rests on. */
    readonly checked: readonly Text[];
  }[];
  /** Most grave first, then by zone, rule, subject. */
  readonly findings: readonly Finding[];
  /** Where the policy of a base binds, and this one is a change of it. Absent: one policy was judged, and nothing else. */
  readonly change?: Change;
}

/** A change of the policy, as it was held against the policy that binds. */
export interface Change {
  /**
   * `first`: there is no policy at the base, so nothing fails. `unusable`: there is one that does not load. `same`: what is
   * written may differ, what is demanded does not.
   */
  readonly kind: 'first' | 'unusable' | 'changed' | 'same';
  /** Ways in which the change allows what the policy forbids. */
  readonly weakened: number;
  /** Whether all of these are approved by the rule of the policy that binds; true where there are none. */
  readonly approved: boolean;
  /** Findings that would fail once the change is merged, as the world stands now. */
  readonly pending: number;
  /** Names that only the change speaks of and that were not looked at, since it comes from a fork. Lower-case A-labels. */
  readonly notLookedAt: readonly string[];
  /** Policy files of the base that bind, where the change has others judged; absent: the same files. */
  readonly movedFrom?: readonly string[];
}
