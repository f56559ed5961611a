import { outside, own, text, type Text } from '../../base/text.js';
import {
  badge,
  cut,
  inert,
  markdown,
  plain,
  printed,
  type Markdown,
  type Plain,
} from '../../report/index.js';
import type { About } from './key.js';
import type { Told } from './state.js';
import { minuteWords } from './time.js';
import { nameWords, type Standing } from './topic.js';

/** GitHub takes titles of at most 256 characters. */
const MOST_TITLE = 250;

/** The title of an issue: constant, with nothing in it but a name of letters, digits, dots and dashes. */
export function titleOf({ kind, name }: About): Plain {
  const shown = /^[A-Za-z0-9 ._-]{1,253}$/.test(name) ? inert(name) : undefined;
  if (kind === 'source')
    return ended(shown ?? plain(own('a source')), printed` does not show all that it should`);
  const subject = name === '' ? plain(own('the run itself')) : (shown ?? plain(own('a domain')));
  return ended(subject, printed` is not as its policy demands`);
}

function ended(subject: Plain, end: Plain): Plain {
  return printed`${cut(printed`caa-guard: ${subject}`, MOST_TITLE - end.length)}${end}`;
}

/** A finding that stands, in one line. */
export function standingLine({ finding, title }: Standing): Markdown {
  if (finding === undefined) return markdown`- ${title}`;
  return markdown`- **${own(badge(finding))}**: ${title}`;
}

/** A finding of which only the state of the issue knows, in one line. */
export function toldLine({ mark, words }: Told): Markdown {
  if (words === undefined) return markdown`- finding ${text`${outside(mark)}`}`;
  const subject = words.subject === '' ? [] : text` (${outside(words.subject)})`;
  return markdown`- ${text`${outside(words.rule)}: ${outside(words.title)}`}${subject}`;
}

/** Lines as far as they fit into `most` characters, and how many do not. */
export function listOf(lines: readonly Markdown[], most: number): Markdown {
  let list = markdown``;
  for (const [i, line] of lines.entries()) {
    const longer = markdown`${list}${line}\n`;
    if (longer.length > most) return markdown`${list}- and ${lines.length - i} more\n`;
    list = longer;
  }
  return list;
}

/** `Since 2026-11-23 14:06 UTC`. */
export function sinceWords(minutes: number): Text {
  return text`Since ${minuteWords(minutes)}`;
}

/** What the first sentence of an issue says. */
export function subjectWords(about: About): Text {
  if (about.kind === 'source') return text`${nameWords(about)} did not show all that it was asked for`;
  return text`${nameWords(about)} is not as the policy demands`;
}
