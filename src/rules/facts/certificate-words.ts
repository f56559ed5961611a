import { join, outside, own, text, type Literal, type Text } from '../../base/text.js';
import type { DiffLine } from '../model.js';
import type { Issued } from './certificates.js';
import { when } from './words.js';

/** The names of a certificate that concern the domain; at most `most` of them. */
export function namesWords({ names }: Issued, most = 10): Text {
  const shown = names.slice(0, most).map(({ value }) => outside(value));
  const rest = names.length - shown.length;
  return rest > 0 ? text`${join(shown, ', ')} and ${rest} more` : join(shown, ', ');
}

/** The issuer as far as it is known: CAA identifiers identify it, the name in the certificate does not. */
export function issuerWords({ issuerCas, facts }: Issued): Text {
  return issuerCas.length === 0
    ? text`an issuer that calls itself ${outside(facts.issuer)}`
    : join(issuerCas.map(outside), ' or ');
}

/** What identifies a certificate, for whoever has to look it up or to ask the CA about it. */
export function certificateLines({ facts, sources, issuerCas }: Issued): readonly DiffLine[] {
  const line = <const W extends string>(label: Literal<W>, value: Text): DiffLine => ({
    op: '+',
    text: text`${own<W>(label)} ${value}`,
  });
  return [
    line(
      'certificate',
      text`${outside(facts.sha256)}${own(facts.precertificate ? ' (precertificate)' : '')}`,
    ),
    line('serial', text`${outside(facts.serial)}`),
    line(
      'issuer',
      text`${outside(facts.issuer)}${issuerCas.length === 0 ? [] : text` (${join(issuerCas.map(outside), ', ')})`}`,
    ),
    line('valid', text`${when(facts.notBefore)} to ${when(facts.notAfter)}`),
    line('key', text`${outside(facts.spkiSha256)}`),
    line('seen at', join(sources.map(outside), ', ')),
  ];
}
