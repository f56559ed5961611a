import { outside, own, text } from '../../base/text.js';
import { certificateLines, namesWords } from '../facts/certificate-words.js';
import type { Issued } from '../facts/certificates.js';
import { isStale, logName, provenFor, unprovenFor } from '../facts/proofs.js';
import { positionOf } from '../facts/words.js';
import type { Draft, DomainView } from '../model.js';

/**
 * Logs that could not be read, where a certificate was seen in no other log either: that one of its logs has it is enough
 * to know that it is public. One finding each for the whole run.
 */
export function unseenLogs(view: DomainView): readonly Draft[] {
  const unseen = provenFor(view).flatMap(({ proof }) => {
    const asked = proof.scts.filter(({ inclusion }) => inclusion !== undefined);
    return asked.some(({ inclusion }) => inclusion?.state !== 'unseen') ? [] : asked;
  });
  const byLog = new Map(unseen.map((sct) => [sct.logId, sct]));
  return [...byLog].map(([id, sct]) => ({
    zone: '',
    subject: `log ${id}`,
    title: text`The log ${outside(logName(sct))} could not be read`,
    detail: [
      ...(sct.inclusion?.state === 'unseen'
        ? [text`${outside(sct.inclusion.failure.code)}: ${outside(sct.inclusion.failure.detail)}.`]
        : []),
      own('Whether it published the certificates that it promised to publish is not known.'),
    ],
    mend: [own('Run again later. If it stays, see whether the log still stands.')],
  }));
}

/**
 * Certificates of which no SCT could be verified, since their logs are in no list or nobody says who issued: whether any
 * log has promised to publish them is open. Of what is known to be ours that is not asked, and of a list that is out of
 * date `ct/log-list-old` tells.
 */
export function openScts(view: DomainView): readonly Draft[] {
  const stale = isStale(view);
  return provenFor(view).flatMap(({ issued, proof: { scts } }): readonly Draft[] => {
    const strangers = scts.filter(({ signature }) => signature === 'unknown-log').length;
    const keyless = scts.filter(({ signature }) => signature === 'no-issuer-key').length;
    if (scts.length === 0 || strangers + keyless < scts.length || isOurs(issued)) return [];
    if (stale && strangers > 0) return [];
    return [
      {
        subject: `SCTs of ${issued.facts.sha256}`,
        severity: 'medium',
        title: text`Whether any log promised to publish a certificate for ${namesWords(issued)} could not be seen`,
        detail: [
          ...(strangers === 0
            ? []
            : [
                text`${strangers} of its ${scts.length} SCTs are of logs that the list of logs does not have.`,
              ]),
          ...(keyless === 0
            ? []
            : [
                text`${keyless} of its ${scts.length} SCTs could not be verified, since the key that issued it is not known.`,
              ]),
          own('Anybody can write such SCTs: the certificate may stand in no log at all.'),
        ],
        diff: certificateLines(issued).map((line) => ({ ...line, op: ' ' as const })),
        mend: [
          own(
            'Give a fresh list with --log-list latest (the input log-list) and a fresh table of issuers with --issuers. If it stays, ask the CA in which logs the certificate stands.',
          ),
        ],
        at: positionOf(issued.names[0]?.np ?? view.domain, 'issue'),
      },
    ];
  });
}

/** Certificates whose SCTs were to be looked at and were not, for want of time or since there are so many. */
export function unlookedAt(view: DomainView): readonly Draft[] {
  const unproven = unprovenFor(view).filter((issued) => !isOurs(issued));
  const newest = unproven.at(-1);
  if (newest === undefined) return [];
  return [
    {
      subject: `SCTs for ${view.domain.name}`,
      title: text`SCTs of ${unproven.length} ${own(unproven.length === 1 ? 'certificate' : 'certificates')} for ${outside(view.domain.name)} were not looked at: a limit was reached`,
      detail: [
        text`The newest of them is ${outside(newest.facts.sha256)} for ${namesWords(newest)}.`,
        own('Whether logs promised to publish them, and did, is not known.'),
      ],
      mend: [own('Raise the limit for time, or check fewer domains in one run.')],
      at: view.domain.at,
    },
  ];
}

/** Known to be ours by more than the word of a provider. */
function isOurs({ how }: Issued): boolean {
  return how !== undefined && how.weaker === undefined;
}
