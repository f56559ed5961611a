/** What was odd on the way, in our own words. */
export interface Notes {
  /** May hide a name. */
  readonly problems: string[];
  /** Cannot hide a name: it lies where no name is looked for, or everything was read in spite of it. */
  readonly oddities: string[];
}

/** Of each kind this many are kept: a certificate of a megabyte can be odd in as many places. */
const MOST = 100;

export function newNotes(): Notes {
  return { problems: [], oddities: [] };
}

/** Adds a note, once. */
export function note(list: string[], words: string): void {
  if (list.length < MOST && !list.includes(words)) list.push(words);
}
