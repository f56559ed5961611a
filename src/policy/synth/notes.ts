import { renderText, type Text } from '../../base/text.js';

/** A note as a string, for a message of an error or an annotation. What comes from a policy is quoted. */
export function noteWords(note: Text): string {
  return renderText(note, (value) => JSON.stringify(value).slice(1, -1));
}
