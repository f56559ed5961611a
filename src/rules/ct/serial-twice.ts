import { join, outside, own, text } from '../../base/text.js';
import { namesWords } from '../facts/certificate-words.js';
import type { Issued } from '../facts/certificates.js';
import { positionOf, when } from '../facts/words.js';
import type { DiffLine, Rule } from '../model.js';
import { baseline, rfc } from '../references.js';

/** Issuers are told apart by their key where a certificate names it: names of issuers repeat. */
export const serialTwice: Rule = {
  id: 'ct/serial-twice',
  title: 'Two different certificates of one issuer carry the same serial number',
  kind: 'drift',
  severity: 'high',
  actor: 'ca',
  means:
    'A CA gives each certificate a serial number of its own, and a certificate says the same as the precertificate that was logged for it. Here it does not: what was logged is not what was issued, or one was made to pass for the other. ' +
    'Revocation goes by the serial number, so neither can be revoked alone.',
  mend: 'Look at both. Report it to the CA as misissued, whoever the certificates are of; if one is not yours, treat it as any certificate that is not.',
  references: [rfc(5280, '4.1.2.2'), rfc(6962, '3.1'), baseline('7.1.2.7')],
  judge: (view) =>
    [...bySerial(view.issued()).values()]
      .filter((all) => all.length > 1)
      .map((all) => ({
        subject: all.map(({ facts }) => facts.sha256).join(' '),
        title: text`${all.length} different certificates for ${namesOf(all)} carry one serial number of one issuer`,
        detail: [own('Apart from SCTs, each certificate and its precertificate have to say the same.')],
        diff: all.map(lineOf),
        mend: [own('Report both to the CA as misissued, with the digests above.')],
        at: positionOf(all[0]?.names[0]?.np ?? view.domain, 'issue'),
      })),
};

function bySerial(all: readonly Issued[]): ReadonlyMap<string, readonly Issued[]> {
  const groups = new Map<string, Issued[]>();
  for (const issued of all) {
    const { authorityKeyId, issuer, serial, problems } = issued.facts;
    // of one that cannot be read nothing is known of its serial number either
    if (serial === '' || problems.length > 0) continue;
    const key = JSON.stringify([authorityKeyId ?? issuer, serial]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [issued]);
    else group.push(issued);
  }
  return groups;
}

function namesOf(all: readonly Issued[]) {
  const [first] = all;
  return first === undefined ? own('') : namesWords(first, 3);
}

function lineOf({ facts, sources }: Issued): DiffLine {
  const kind = own(facts.precertificate ? 'precertificate' : 'certificate');
  return {
    op: '+',
    text: text`${kind} ${outside(facts.sha256)}, serial ${outside(facts.serial)}`,
    note: text`issued ${when(facts.notBefore)}, key ${outside(facts.spkiSha256)}, seen at ${join(sources.map(outside), ', ')}`,
  };
}
