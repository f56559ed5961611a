import type { GetFailure } from '../reader/get.js';
import { tilePath, type TilePath } from '../log/tile-path.js';
import { TILE_WIDTH } from '../merkle/tiles.js';
import type { LogHttp } from './log-http.js';

export type Answer = { readonly body: Buffer } | GetFailure;

/** A piece of a log: entries from `from` to before `to`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Asks for pieces of a log before they are needed, so many at once, and hands them out in order. Which pieces follow is
 * for `next` to say, given where the last one ended.
 */
export class ReadAhead {
  #asked: { readonly span: Span; readonly answer: Promise<Answer> }[] = [];
  #end: number;

  constructor(
    from: number,
    private readonly most: number,
    private readonly next: (from: number) => Span | undefined,
    private readonly ask: (span: Span) => Promise<Answer>,
  ) {
    this.#end = from;
  }

  /** The next piece; `undefined` at the end. */
  async take(): Promise<{ readonly span: Span; readonly answer: Answer } | undefined> {
    this.#fill();
    const first = this.#asked.shift();
    if (first === undefined) return undefined;
    this.#fill();
    return { span: first.span, answer: await first.answer };
  }

  #fill(): void {
    while (this.#asked.length < this.most) {
      const span = this.next(this.#end);
      if (span === undefined) return;
      this.#asked.push({ span, answer: this.ask(span) });
      this.#end = span.to;
    }
  }
}

/** get-entries (RFC 6962, section 4.6); `end` is inclusive there. */
export function askClassic(http: LogHttp, { from, to }: Span): Promise<Answer> {
  return http.get(`ct/v1/get-entries?start=${from}&end=${to - 1}`);
}

/**
 * A data tile (c2sp.org/static-ct-api), partial where the tree of `size` ends in it. A log may drop a partial tile once
 * the full one is there: then that is asked for, and its first entries are those of the partial one.
 */
export async function askTile(http: LogHttp, tile: TilePath): Promise<Answer> {
  const answer = await http.get(tilePath(tile));
  const gone = !('body' in answer) && answer.status === 404 && tile.width < TILE_WIDTH;
  return gone ? http.get(tilePath({ ...tile, width: TILE_WIDTH })) : answer;
}
