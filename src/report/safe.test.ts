import { describe, expect, it } from 'vitest';
import { outside, text, words } from '../base/text.js';
import type { NewIssue } from '../github/api/port.js';
import type { RunPorts } from '../github/ports.js';
import type { Toolkit } from '../github/toolkit.js';
import { entities, inert, inertHtml, linked, token } from './inert.js';
import { logLines } from './log.js';
import { markdownText, ownWords } from './markdown-text.js';
import { plain } from './plain.js';
import { capital, cut, padded, printed, printedJoin, upper, withoutEnd } from './printed.js';
import { exact, markdown, markdownJoin, type Markdown, type Painted, type Plain } from './safe.js';

/** What was read: from DNS, from CT, from a file of a fork. */
const read: string = '##[add-mask]a</code>@all';
const sentence = text`it says ${outside(read)}`;

/** Sinks as their ports declare them; they take what they are given and do nothing. */
const nothing = (..._: readonly unknown[]): undefined => undefined;
const toolkit: Toolkit = {
  mask: nothing,
  annotate: nothing,
  output: nothing,
  summary: async () => undefined,
};
const log: RunPorts['log'] = nothing;
const issue = (title: NewIssue['title'], body: NewIssue['body']): NewIssue => ({
  title,
  body,
  labels: [],
  assignees: [],
});

/*
 * The compiler is what is tested here: each line below an `@ts-expect-error` has to be wrong for the reason that is said, or
 * `npm run typecheck` fails.
 */
describe('what was read', () => {
  it('does not fit into a sink as it came', () => {
    // @ts-expect-error a string is no sentence, and nothing that is printed
    log(read);
    // @ts-expect-error nor is one that our own words stand around
    log(`caa-guard: ${read}`);
    // @ts-expect-error a summary takes Markdown
    void toolkit.summary(read);
    // @ts-expect-error an annotation takes plain text as its message
    toolkit.annotate({ level: 'error', title: printed`caa-guard`, message: read });
    // @ts-expect-error and as its title
    toolkit.annotate({ level: 'error', title: read, message: printed`x` });
    // @ts-expect-error an output says of what it is given that it is framed
    toolkit.output('result', read);
    // @ts-expect-error outputs are those of action.yml
    toolkit.output('resutl', printed`ok`);
    // @ts-expect-error the title of an issue is plain
    issue(read, markdown`x`);
    // @ts-expect-error its body is Markdown
    issue(printed`x`, read);
    expect(logLines(sentence)).toBe('it says ##\\u{5b}add-mask]a</code>@all\n');
  });

  it('does not fit into what is built for one either', () => {
    // @ts-expect-error a value of a line is inert, or a sentence
    void printed`${read}`;
    // @ts-expect-error a value of Markdown is inert, or a sentence
    void markdown`${read}`;
    // @ts-expect-error a piece is one that is safe already
    markdownJoin([read], '\n');
    // @ts-expect-error the same of lines
    printedJoin([read], '\n');
    expect(printed`${sentence}`).toBe('it says ##[add-mask]a</code>@all');
    expect(markdown`${sentence}`).toBe(
      'it says <code>&#35;&#35;&#91;add&#45;mask&#93;a&#60;&#47;code&#62;&#64;all</code>',
    );
  });

  it('is not made safe for one sink by being safe for another', () => {
    const line: Plain = inert(read);
    const html: Markdown = inertHtml(read);
    // @ts-expect-error printable ASCII may be Markdown
    void toolkit.summary(line);
    // @ts-expect-error `markdown` would not escape it either
    void markdown`${line}`;
    // @ts-expect-error entities are not what a log shows
    log(html);
    // @ts-expect-error what is exact is not inert
    log(exact(read));
    // @ts-expect-error and no Markdown
    void toolkit.summary(exact(read));
    const colored: Painted = printed`x`;
    // @ts-expect-error colours are nothing for a title
    const title: Plain = colored;
    expect(title).toBe('x');
  });

  it('is no string any more once it is changed as one', () => {
    const line = inert(read);
    // @ts-expect-error what is cut out of it, or put behind it, may be anything
    log(line.slice(1));
    // @ts-expect-error the same
    log(`${line} ${read}`);
    expect(cut(line, 8)).toBe('##[ad...');
  });
});

describe('what is built from safe pieces', () => {
  it('keeps its words', () => {
    expect(printed`a ${1} ${inert('\n')} ${text`b`}`).toBe('a 1 \\u{a} b');
    expect(printedJoin([printed`a`, printed`b`], ', ')).toBe('a, b');
    expect([padded(printed`a`, 3), upper(printed`a`), capital(printed`ab`)]).toEqual(['a  ', 'A', 'Ab']);
    expect([withoutEnd(printed`a.`, '.'), withoutEnd(printed`a`, '.')]).toEqual(['a', 'a']);
    expect(markdown`<b>${ownWords(words('a|b'))}</b>${markdownText(text`c`)}${2}`).toBe('<b>a&#124;b</b>c2');
    expect(entities('a b')).toBe('a&#32;b');
  });

  it('is printable ASCII, our own words too', () => {
    expect(plain(text`the log\u2019s a\u202eb\u2026`)).toBe("the log's a\\u{202e}b...");
    expect(plain(text`${outside('the log\u2019s')}`)).toBe('the log\\u{2019}s');
  });
});

describe('a link', () => {
  it('is one only where its address is plain', () => {
    expect(linked(markdown`a`, 'https://github.com/a/b')).toBe('<a href="https://github.com/a/b">a</a>');
    for (const url of [undefined, 'javascript:alert(1)', 'https://x/"onclick='])
      expect(linked(markdown`a`, url)).toBe('a');
  });
});

describe('a word for a marker', () => {
  it('is shown as it was written, or refused', () => {
    expect(markdown`<!-- caa-guard:v1:${token('a0_-')} -->`).toBe('<!-- caa-guard:v1:a0_- -->');
    for (const word of ['', '-->', 'a b', 'a\n', '\u00e9'])
      expect(() => token(word)).toThrow(/expected letters/);
  });
});
