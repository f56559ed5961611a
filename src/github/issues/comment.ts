import { own, text } from '../../base/text.js';
import { markdown, markdownText, type Markdown } from '../../report/index.js';
import { commentHead } from './marker.js';
import type { Again, Ending, Told } from './state.js';
import type { Wider } from './scope.js';
import { minuteWords, spanWords } from './time.js';
import { nameWords, type Standing, type Topic } from './topic.js';
import { listOf, standingLine, toldLine } from './words.js';

/** What a comment is to tell: a change, never that all is as it was. */
export interface Said {
  readonly revision: number;
  readonly fresh: readonly Standing[];
  readonly gone: readonly Told[];
  /** What a source does not show besides what was told, and not for a short time. */
  readonly wider: readonly Wider[];
  /** The issue was closed and is opened again. */
  readonly again?: Again;
  /** It is closed now. */
  readonly ending?: Exclude<Ending, 'duplicate'>;
  /** Since when it stood, and when that ended; minutes since 1970. */
  readonly from: number;
  readonly at: number;
}

const MOST_LIST = 15_000;

/** The body of a comment, far below GitHub's 65,536 characters. */
export function commentBody(topic: Topic, said: Said): Markdown {
  const { fresh, gone, wider, revision, ending } = said;
  const head = commentHead({
    key: topic.key,
    revision,
    fresh: [...fresh, ...wider].map(({ mark }) => mark),
    gone: gone.map(({ mark }) => mark),
    ...(ending === undefined ? {} : { ending }),
  });
  return markdown`${head}\n${ending === undefined ? changeWords(topic, said) : endWords(topic, said, ending)}`;
}

function changeWords(topic: Topic, said: Said): Markdown {
  const { fresh, gone, wider, again, at } = said;
  if (wider.length > 0 && fresh.length + gone.length === 0 && again === undefined)
    return widerWords(topic, said);
  const all = again !== undefined;
  const stands = listOf((all ? topic.standing : fresh).map(standingLine), MOST_LIST);
  const lost = markdown`**Not found any more:**\n\n${listOf(gone.map(toldLine), MOST_LIST)}`;
  if (again === 'not-so')
    return markdown`This was closed as completed. When looked at ${minuteWords(at)}, it stood:\n\n${stands}`;
  if (again === 'back') return markdown`**It is back**, as of ${minuteWords(at)}:\n\n${stands}`;
  if (gone.length === 0) return markdown`**New**, as of ${minuteWords(at)}:\n\n${stands}`;
  if (fresh.length === 0) return markdown`${lost}\nThe rest stands as it did.\n`;
  return markdown`**New**, as of ${minuteWords(at)}:\n\n${stands}\n${lost}`;
}

/** More is not shown than was told, and that has lasted. */
function widerWords({ about }: Topic, { wider, at }: Said): Markdown {
  const lines = wider.map(({ name, since }) => markdown`- ${name}, ${text`since ${minuteWords(since)}`}`);
  return markdown`**${nameWords(about)} does not show these either**, as of ${minuteWords(at)}:\n\n${listOf(lines, MOST_LIST)}\nWhat was told before is listed above, as far as it still stands.\n`;
}

function endWords({ about }: Topic, { gone, from, at }: Said, ending: 'well' | 'gone'): Markdown {
  const stood = text`It ${own(about.kind === 'zone' ? 'stood' : 'was blind')} for ${spanWords(at - from)}, from ${minuteWords(from)} to ${minuteWords(at)}.`;
  if (ending === 'gone')
    return markdown`**${nameWords(about)} is not in the policy any more**, so nothing more is said of it here. Whether what was told was mended is not known.\n`;
  const list = listOf(gone.map(toldLine), MOST_LIST);
  if (about.kind === 'source')
    return markdown`**Nothing is missing from ${nameWords(about)} any more, or it is not asked any more.** ${stood} What was issued meanwhile is judged as soon as it shows there.\n`;
  const first = markdownText(text`${nameWords(about)} is as the policy demands again.`);
  return markdown`**${first}** ${stood}\n${gone.length === 0 ? markdown`` : markdown`\nNot found any more:\n\n${list}`}`;
}
