import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';

/**
 * Host names as they stand in certificates: not as they should, but as somebody may read them. TLS clients, libraries
 * and CAs have taken a name up to its first NUL, trimmed it, unpacked it from a URL, guessed its character set. So one
 * name gives every host that it may be meant as, and what makes no sense at all stands for anything: whoever watches a
 * domain would rather look once too often.
 */

/** Labels from the left, in lower case; each a host name's own, a pattern with `*` or `?`, or `UNPARSABLE`. */
export type HostReading = readonly string[];

/** Stands for a label that is no part of any host name. No label can be this: it holds characters that none has. */
export const UNPARSABLE = '<unparsable>';

/** Characters of a label beyond ASCII: an A-label has 63, and IDNA takes the square of the length to make one. */
const MOST_IN_LABEL = 252;

/** Where the name stands. A common name may be words for people: nonsense in it is seldom a host in disguise. */
export type HostPlace = 'san' | 'cn';

/**
 * Every host that a name may be meant as; none for an IP address and for what is empty. `value` is text, or octets
 * one to a character where it was no text.
 */
export function hostReadings(value: string, place: HostPlace = 'san'): readonly HostReading[] {
  const found = new Map<string, HostReading>();
  for (const text of texts(value))
    for (const reading of labelled(text, place)) found.set(reading.join('.'), reading);
  return [...found.values()];
}

/** The IP address that a name is, as text; a certificate for it may say so in a dNSName or a common name. */
export function addressIn(value: string): string | undefined {
  const plain = value.trim().replace(/^\[(.*)\]$/, '$1');
  return isIP(plain) === 0 ? undefined : plain;
}

/** The texts in a name that may be a host, the name itself first. */
function texts(value: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const whole of [value, unescaped(value)].flatMap(withCString)) {
    addHosts(found, whole.trim());
    // Several names in one, or one that was broken across lines.
    for (const piece of whole.split(SEPARATORS)) addHosts(found, piece);
    addHosts(found, whole.replace(/\s+/g, ''));
    // In wider characters than it says, or with an octet of another type before it.
    if (/^(?:\0|[^]\0[^]\0)/.test(whole)) addHosts(found, whole.replace(/[\s\0]+/g, ''));
  }
  for (const text of [...found]) found.add(authority(text));
  return found;
}

/** A C program ends at the first NUL (CVE-2009-2408 and its kin); others read on. */
function withCString(text: string): readonly string[] {
  return [text, text.slice(0, Math.max(0, text.indexOf('\0')))];
}

/** Octets of URLs that were escaped (RFC 3986, section 2.1), by themselves. */
function unescaped(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/** What may be the host in a text that may be a URL, with or without its scheme. */
function addHosts(found: Set<string>, text: string): void {
  const bare = text.replace(/^(?:[a-z][a-z0-9+.-]{0,20}:)?[/\\]+/i, '');
  found.add(bare);
  found.add(bare.split(/[/\\]/, 1)[0] ?? '');
  // `?` begins a query in a URL, and behind a whole name: elsewhere it stands for a label that was redacted.
  const beforeQuery = bare.split(/[/\\?#]/, 1)[0] ?? '';
  if (bare !== text || /\.[a-z0-9-]+$/i.test(beforeQuery)) found.add(beforeQuery);
  // `sip:` and `xmpp:` have no slashes before the host (RFC 3261, section 19.1.1; RFC 5122).
  found.add(bare.replace(/^[a-z][a-z0-9+-]{0,20}:/i, ''));
  // `example.com:/` is taken for a scheme above, and behind a host only a port is looked for.
  const beforeColon = text.split(/[/\\:]/, 1)[0] ?? '';
  if (beforeColon.includes('.')) found.add(beforeColon);
}

/** `user@host:port` without user and port; an IPv6 address keeps its colons. */
function authority(text: string): string {
  const host = text.slice(text.lastIndexOf('@') + 1);
  return isIP(host) === 0 ? host.replace(/:[0-9]{0,5}$/, '') : host;
}

/** What stands between names: a text with one in it is taken apart, and is no host as a whole. */
const SEPARATORS = /[\s,;|]+/;
/** What stands around a host; elsewhere it may be there to lead a reader astray. */
const AROUND = /[/\\:]/;

/** The labels of one text, in each character set that it may be in. */
function labelled(text: string, place: HostPlace): readonly HostReading[] {
  if (addressIn(text) !== undefined) return [];
  const readings = characterSets(text)
    .map(labelsOf)
    .filter(({ length }) => length > 0);
  // Read in the wrong character set a good name is nonsense: that says nothing.
  const good = readings.filter((labels) => !labels.includes(UNPARSABLE));
  if (good.length > 0) return good;
  // Behind an `@` it was looked at besides.
  if (SEPARATORS.test(text.trim()) || text.includes('@')) return [];
  return place === 'cn' || AROUND.test(text) ? readings.flatMap(behindNonsense) : readings;
}

/** What stands behind the last label that is nonsense, if that is enough to tell whose it is: two labels. */
function behindNonsense(labels: HostReading): readonly HostReading[] {
  const tail = labels.slice(labels.lastIndexOf(UNPARSABLE));
  return tail.length > 2 ? [tail] : [];
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** As it is and, where it may be octets, as the UTF-8 that these may be. */
function characterSets(text: string): readonly string[] {
  if (!/[\u0080-\u00ff]/.test(text) || /[\u0100-\uffff]/.test(text)) return [text];
  try {
    return [text, utf8.decode(Buffer.from(text, 'latin1'))];
  } catch {
    return [text];
  }
}

/** The dots of IDNA (RFC 3490, section 3.1) separate labels; those at the ends are left out, and doubled ones. */
function labelsOf(text: string): HostReading {
  const labels = text.replace(/[\u3002\uff0e\uff61]/g, '.').split('.');
  return labels
    .map((label) => label.trim())
    .filter((label) => label !== '')
    .map(labelOf);
}

function labelOf(label: string): string {
  // Letters, digits, hyphens; underscores, which names of DNS have; patterns, and `?` of redacted precertificates.
  if (/^[a-z0-9_*?-]+$/i.test(label)) return label.toLowerCase();
  if (/^[\u0000-\u007f]*$/.test(label) || label.length > MOST_IN_LABEL) return UNPARSABLE;
  // A second label keeps numbers from being taken for an IP address. Wildcards are left out for IDNA, which has none.
  const parts = label.split('*').map((part) => (part === '' ? '' : asciiOf(part)));
  return parts.includes(undefined) ? UNPARSABLE : parts.join('*');
}

function asciiOf(label: string): string | undefined {
  if (/^[a-z0-9_-]+$/i.test(label)) return label.toLowerCase();
  const ascii = /^(.+)\.a$/.exec(domainToASCII(`${label}.a`))?.[1];
  return ascii !== undefined && /^[a-z0-9_-]+$/.test(ascii) ? ascii : undefined;
}

/**
 * Whether a label of a certificate may stand for this label, which is in lower case. A label `*`, `?` or `UNPARSABLE`
 * stands for any; `*` and `?` within one, which RFC 9525, section 6.3 no longer allows, for any run of characters.
 */
export function labelMatches(pattern: string, label: string): boolean {
  if (pattern === UNPARSABLE) return true;
  let [at, p] = [0, 0];
  let star = -1;
  let resume = 0;
  // Goes back to the last star only, so that the work is at most the product of the lengths.
  while (at < label.length) {
    const code = pattern[p];
    if (code === '*' || code === '?') [star, resume, p] = [p, at, p + 1];
    else if (code !== undefined && code === label[at]) [at, p] = [at + 1, p + 1];
    else if (star >= 0) [at, p, resume] = [resume + 1, star + 1, resume + 1];
    else return false;
  }
  while (pattern[p] === '*' || pattern[p] === '?') p++;
  return p === pattern.length;
}

/** Whether a reading may stand for a name of as many labels, which are in lower case. */
export function hostMatches(reading: HostReading, labels: readonly string[]): boolean {
  return (
    reading.length === labels.length && labels.every((label, i) => labelMatches(reading[i] ?? '', label))
  );
}

/**
 * How a reading stands to a domain: it may be the `domain` itself or a name `below` it, or it is a pattern that `covers`
 * the domain, such as a wildcard one label above.
 */
export type HostRelation = 'domain' | 'below' | 'covers';

/** How a reading concerns the domain, whose labels are in lower case; `undefined` if it is somebody else's. */
export function hostConcerns(reading: HostReading, domain: readonly string[]): HostRelation | undefined {
  const below = reading.length - domain.length;
  if (below < 0 || domain.length === 0) return undefined;
  const aligned = reading.slice(below);
  if (!hostMatches(aligned, domain)) return undefined;
  if (below > 0) return 'below';
  return aligned.some((label) => label.includes('*')) ? 'covers' : 'domain';
}
