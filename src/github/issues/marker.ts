import { markdown, token, type Markdown } from '../../report/index.js';
import { readState, writeState, type Ending, type IssueState } from './state.js';

/** First lines of an issue of ours: by what it is found, and what it keeps of itself. No cut reaches them. */
export function issueHead(key: string, state: IssueState): Markdown {
  return markdown`<!-- caa-guard:v1:${token(key)} -->\n<!-- caa-guard:state:v1:${token(writeState(state))} -->\n`;
}

const KEY = /^<!-- caa-guard:v1:([0-9a-f]{32}) -->/;
const STATE = /^<!-- caa-guard:v1:[0-9a-f]{32} -->\s{1,4}<!-- caa-guard:state:v1:([A-Za-z0-9_-]{1,9216}) -->/;

/** Key and state at the start of a body, which anybody may have written. */
export function readHead(
  body: string,
): { readonly key: string; readonly state: IssueState | undefined } | undefined {
  const key = KEY.exec(body)?.[1];
  if (key === undefined) return undefined;
  const written = STATE.exec(body)?.[1];
  return { key, state: written === undefined ? undefined : readState(written) };
}

/** What a comment of ours told. */
export interface CommentMark {
  readonly key: string;
  readonly revision: number;
  /** Marks of findings that it told as new, and as there no more. */
  readonly fresh: readonly string[];
  readonly gone: readonly string[];
  readonly ending?: Exclude<Ending, 'duplicate'>;
}

/** First line of a comment of ours: so one that was posted is known again. */
export function commentHead({ key, revision, fresh, gone, ending }: CommentMark): Markdown {
  const told = `n${fresh.join('')}_g${gone.join('')}_c${ending ?? ''}`;
  return markdown`<!-- caa-guard:v1:${token(key)}:${revision}:${token(told)} -->\n`;
}

const COMMENT =
  /^<!-- caa-guard:v1:([0-9a-f]{32}):([0-9]{1,9}):n((?:[0-9a-f]{8})*)_g((?:[0-9a-f]{8})*)_c(well|gone|) -->/;

export function readComment(body: string): CommentMark | undefined {
  const read = COMMENT.exec(body);
  if (read === null) return undefined;
  const [, key = '', revision, fresh = '', gone = '', ending] = read;
  return {
    key,
    revision: Number(revision),
    fresh: fresh.match(/.{8}/g) ?? [],
    gone: gone.match(/.{8}/g) ?? [],
    ...(ending === 'well' || ending === 'gone' ? { ending } : {}),
  };
}

/** Around what changes with every look and means nothing by itself: when it was, by which run. */
export function volatile(words: Markdown): Markdown {
  return markdown`<!-- caa-guard:now -->\n${words}\n<!-- caa-guard:end -->`;
}

/**
 * What a body means: two of the same meaning need not be written one over the other. Lines and spaces are left out of it, which
 * GitHub and its editor change.
 */
export function meaningOf(body: string): string {
  const head = readHead(body);
  const state = head?.state === undefined ? undefined : writeState({ ...head.state, at: 0 });
  const shown = body
    .replace(/<!-- caa-guard:now -->[^]*?<!-- caa-guard:end -->/g, '')
    .replace(/<!-- caa-guard:state:v1:[A-Za-z0-9_-]* -->/, state ?? 'unreadable');
  return shown.replace(/\s+/g, ' ').trim();
}
