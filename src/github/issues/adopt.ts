import { join, outside, own, text, type Text } from '../../base/text.js';
import { policiesIn } from '../policy-id.js';
import { policyOf, type Fate } from './fate.js';
import { aboutOf, keyOf, type About } from './key.js';
import type { OurIssue } from './step.js';
import { nameWords } from './topic.js';

export interface Adopted {
  readonly ours: readonly OurIssue[];
  /** Open issues that no step seems to keep, a sentence each. */
  readonly notes: readonly Text[];
}

const MOST_NOTES = 5;

/**
 * Issues of a policy that is gone go on as those of this one, if it is about the same and has none for it: so a file may get another
 * name. What another step may keep is not touched.
 */
export function adopted(
  ours: readonly OurIssue[],
  fates: ReadonlyMap<string, Fate>,
  policyId: string,
  zones: ReadonlySet<string>,
): Adopted {
  const holders = new Map(ours.map(({ key, issue }) => [key, issue.number]));
  const notes: Text[] = [];
  const all = ours.map((one): OurIssue => {
    const id = one.issue.state === 'open' ? policyOf(one) : undefined;
    const fate = id === undefined || id === policyId ? undefined : fates.get(id);
    const about = aboutOf(one.state.about);
    if (id === undefined || about === undefined || fate === undefined) return one;
    // Of a step that is given more files now, or fewer, some of them are still there.
    if (fate === 'there' && !sharesFile(id, policyId)) return one;
    const key = keyOf(policyId, about);
    const isOurs = about.kind === 'source' || zones.has(about.name);
    const holder = holders.get(key);
    if (fate === 'gone' && isOurs && holder === undefined) {
      holders.set(key, one.issue.number);
      return { ...one, key };
    }
    // Of domains that this policy does not know others may say more.
    if (fate === 'gone' || isOurs) notes.push(noteOf(one, about, id, fate, holder));
    return one;
  });
  const more = notes.length - MOST_NOTES;
  if (more <= 0) return { ours: all, notes };
  return {
    ours: all,
    notes: [...notes.slice(0, MOST_NOTES), text`and ${more} more issues of other policies, of the same kind`],
  };
}

function sharesFile(id: string, policyId: string): boolean {
  const mine = policiesIn(policyId)?.paths ?? [];
  return policiesIn(id)?.paths.some((one) => mine.includes(one)) === true;
}

function noteOf(
  { issue: { number } }: OurIssue,
  about: About,
  id: string,
  fate: Fate,
  holder: number | undefined,
): Text {
  const { paths = [] } = policiesIn(id) ?? {};
  const files = join(
    paths.slice(0, 3).map((path) => outside(path)),
    ', ',
  );
  const beside = holder === undefined ? own('') : text`; issue ${holder} is the one of this policy`;
  const what = text`issue ${number}, for ${nameWords(about)}, is kept for another policy (${files})`;
  if (fate === 'gone')
    return text`${what}, whose file is in this repository no more${beside}. No run brings it up to date: close it by hand`;
  const why = own(
    fate === 'there'
      ? 'a set of files that shares some with this one'
      : 'which is not in this repository as far as could be told',
  );
  return text`${what}, ${why}${beside}. If no other step keeps it, close it by hand`;
}
