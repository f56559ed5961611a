import { isIP } from 'node:net';
import { domainToASCII, domainToUnicode } from 'node:url';
import { CaaGuardError } from '../base/error.js';
import { DnsName } from '../base/name.js';

/**
 * A host or domain name as people write it, as lower-case A-labels without the final dot; or why it is none.
 * U-labels are converted (UTS 46, non-transitional); underscores pass, since they stand in DNS names.
 */
export function readDomainName(written: string): { readonly name: string } | { readonly wrong: string } {
  const text = written.trim();
  if (text === '' || text === '.') return { wrong: 'is empty' };
  if (isIP(text.replace(/^\[|\]$/g, '')) !== 0) return { wrong: 'is an IP address' };
  if (/^[a-z]+:\/\//i.test(text)) return { wrong: 'is a URL; write the name alone' };
  if (text.includes('*'))
    return { wrong: 'is a wildcard; name the domain, and say with issuewild what holds for wildcards' };
  // Before Node reads it as the host of a URL, where `%41` or `:80` mean something.
  if (/[^a-zA-Z0-9._\u0080-\u{10ffff}-]|[\s\u0080-\u009f]/u.test(text))
    return { wrong: 'holds a character that no host name has' };
  const ascii = asciiOf(text.replace(/\.$/, ''));
  if (ascii === null)
    return {
      wrong: 'is refused by IDNA (UTS 46): a label is empty, too long, or holds what may not stand in a name',
    };
  // Control characters pass UTS 46 where underscores do.
  if (/[^A-Za-z0-9._-]/.test(ascii)) return { wrong: 'holds a character that no host name has' };
  try {
    const name = DnsName.parse(ascii);
    if (name.labels.length < 2) return { wrong: 'is a single label; a registered domain has at least two' };
    const top = ascii.slice(ascii.lastIndexOf('.') + 1);
    // Hexadecimal too: programs that read URLs take such a name for an IPv4 address.
    if (/^([0-9]+|0x[0-9a-f]*)$/.test(top))
      return { wrong: 'ends in a number, which no top-level domain is' };
    return { name: name.toCanonicalString() };
  } catch (thrown) {
    if (thrown instanceof CaaGuardError) return { wrong: thrown.message };
    throw thrown;
  }
}

/**
 * By UTS 46 as Node has it (non-transitional; directions of writing are looked at within labels, not across them), or null. Plain
 * names, which almost all are, are only put into lower case by it. It says nothing of lengths.
 */
function asciiOf(text: string): string | null {
  if (/^(?!xn--)[a-z0-9_-]{1,63}(?:\.(?!xn--)[a-z0-9_-]{1,63})*$/i.test(text) && text.length <= 253)
    return text.toLowerCase();
  // Since Unicode 15.1 the capital sharp s is the small one; Node 20 still has the older table.
  const ascii = domainToASCII(text.replaceAll('\u1e9e', '\u00df'));
  if (!/^[^.]{1,63}(?:\.[^.]{1,63})*$/.test(ascii) || ascii.length > 253) return null;
  // It lets A-labels pass that are none: one stands for the U-label that it is made of again.
  const labels = domainToUnicode(ascii).split('.');
  return ascii.split('.').every((one, i) => !one.startsWith('xn--') || isLabelOf(labels[i] ?? '', one))
    ? ascii
    : null;
}

function isLabelOf(unicode: string, label: string): boolean {
  return /[^\x00-\x7f]/.test(unicode) && domainToASCII(`${unicode}.a`) === `${label}.a`;
}

/** Whether `name` lies below `domain`; both as `readDomainName` gives them. */
export function isBelowDomain(name: string, domain: string): boolean {
  return name.endsWith(`.${domain}`);
}

/** Longest word that is compared: the work grows with the length, and no word that is meant is longer. */
const MAX_GUESSED = 100;

/** The best guess among `known` for a mistyped word, if one is near enough to be worth a question. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word.length > MAX_GUESSED) return undefined;
  const scored = known.map((one) => ({ one, distance: editDistance(word.toLowerCase(), one.toLowerCase()) }));
  const best = scored.sort((a, b) => a.distance - b.distance)[0];
  return best !== undefined && best.distance <= Math.max(1, Math.floor(word.length / 3))
    ? best.one
    : undefined;
}

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours. */
function editDistance(a: string, b: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (beforeLast[j - 2] ?? 0) + 1);
      row.push(least);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
