import { domainToASCII } from 'node:url';
import { DnsName } from '../base/name.js';
import type { NameForm } from './providers/model.js';

/** An absolute name in lower-case presentation form, out of what a provider takes; `undefined` for what is no name. */
export function absoluteName(text: string): string | undefined {
  const ascii = /[^\x00-\x7f]/.test(text) ? domainToASCII(text.replace(/\.$/, '')) : text;
  try {
    return DnsName.parse(ascii).toCanonicalString();
  } catch {
    return undefined;
  }
}

/**
 * The owner that a name stands for in a zone. Without a zone only an absolute name stands for anything.
 * `undefined` where that cannot be said.
 */
export function ownerOf(given: string, form: NameForm, zone: string | undefined): string | undefined {
  const text = given.trim();
  const final = text.endsWith('.') && text !== '.';
  if (form === 'absolute' || (final && form !== 'either')) return absoluteName(text);
  if (zone === undefined) return final ? absoluteName(text) : undefined;
  if (text === '' || text === '@') return zone;
  const name = absoluteName(text);
  if (name === undefined) return undefined;
  if (form === 'either' && isWithin(name, zone)) return name;
  return absoluteName(`${text.replace(/\.$/, '')}.${zone}`);
}

/** Whether a name is `zone` or lies below it, both in canonical presentation form. */
export function isWithin(name: string, zone: string): boolean {
  return selfAndAbove(name).includes(zone);
}

/** A name in canonical presentation form and all above it, the root left out. A dot behind a backslash is part of a label. */
export function selfAndAbove(name: string): readonly string[] {
  const names = [name];
  for (let at = 0; at < name.length; at++) {
    if (name[at] === '\\') at++;
    else if (name[at] === '.' && at + 1 < name.length) names.push(name.slice(at + 1));
  }
  return names;
}
