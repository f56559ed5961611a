import type { Text } from '../base/text.js';
import { inert, inertOwn } from './inert.js';
import type { Plain } from './safe.js';

/** A sentence for a terminal, a log, an annotation. Our own words are held to printable ASCII as well. */
export function plain(sentence: Text): Plain {
  return sentence
    .map((part) => (typeof part === 'string' ? inertOwn(part) : inert(part.outside)))
    .join('') as Plain;
}
