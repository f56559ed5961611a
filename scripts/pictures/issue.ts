import { drawMarkdown } from './blocks.js';
import { flow, type Pen } from './flow.js';
import { sans } from './measure.js';
import { PADDING, sheet, WIDTH } from './sheet.js';
import { round, textElement } from './svg.js';

export interface ShownIssue {
  readonly number: number;
  readonly title: string;
  readonly state: 'open' | 'closed';
  readonly labels: readonly string[];
  readonly author: string;
  /** The body, and then the comments. */
  readonly posts: readonly string[];
}

const PLAIN = { bold: false, code: false, link: false, small: false };

/**
 * An issue as GitHub shows it. Each post ends behind the block that reaches `most` pixels of its own, and the page fades; without
 * `most` all of it is there.
 */
export function issuePicture(issue: ShownIssue, label: string, most?: number): string {
  const pen: Pen = { y: PADDING, body: [] };
  const frame = { left: PADDING, width: WIDTH - 2 * PADDING };
  flow(
    [
      { ...PLAIN, text: `${issue.title} ` },
      { ...PLAIN, text: `#${issue.number}` },
    ],
    { x: frame.left, width: frame.width, size: 26 },
    pen,
  );
  pen.y += 6;
  pills(issue, pen);
  issue.posts.forEach((post, i) => {
    const verb = i === 0 ? 'opened this issue' : 'commented';
    box(issue.author, verb, post, pen, most ?? Number.POSITIVE_INFINITY);
  });
  return most === undefined
    ? sheet(label, pen.y + 8, pen.body)
    : sheet(label, pen.y - PADDING, pen.body, true);
}

function pills({ state, labels }: ShownIssue, pen: Pen): void {
  let x = PADDING;
  const pill = (text: string, ground: string, ink: string): void => {
    const wide = sans(text, 14, true) + 24;
    pen.body.push(
      `<rect x="${round(x)}" y="${round(pen.y)}" width="${round(wide)}" height="28" rx="14" fill="${ground}"/>`,
      textElement({
        x: x + 12,
        y: pen.y + 19,
        text,
        width: sans(text, 14, true),
        fill: ink,
        classes: 's14 b',
      }),
    );
    x += wide + 8;
  };
  pill(state === 'open' ? 'Open' : 'Closed', state === 'open' ? '#1a7f37' : '#8250df', 'white');
  for (const one of labels) pill(one, '#ddf4ff', '#0969da');
  pen.y += 46;
}

function box(author: string, verb: string, markdown: string, pen: Pen, most: number): void {
  const top = round(pen.y);
  const wide = WIDTH - 2 * PADDING;
  const body: string[] = [];
  const inner: Pen = { y: top + 9, body };
  flow(
    [
      { ...PLAIN, bold: true, text: author },
      { ...PLAIN, text: ` ${verb}` },
    ],
    { x: PADDING + 16, width: wide - 32, size: 14 },
    inner,
  );
  inner.y = top + 40 + 14;
  // Markers in the body are comments, which GitHub does not show.
  const shown = markdown.replace(/<!--[^]*?-->\n*/g, '');
  drawMarkdown(shown, inner, { left: PADDING + 16, width: wide - 32 }, inner.y + most);
  const height = round(inner.y + 6 - top);
  pen.body.push(
    `<clipPath id="post${top}"><rect x="${PADDING}" y="${top}" width="${wide}" height="${height}" rx="6"/></clipPath>`,
    `<rect x="${PADDING}" y="${top}" width="${wide}" height="40" fill="#f6f8fa" clip-path="url(#post${top})"/>`,
    ...body,
    `<rect x="${PADDING + 0.5}" y="${top + 0.5}" width="${wide - 1}" height="${height - 1}" rx="6" fill="none" stroke="#d1d9e0"/>`,
    `<path d="M${PADDING} ${top + 40.5}H${PADDING + wide}" stroke="#d1d9e0"/>`,
  );
  pen.y = top + height + 16;
}
