import { outside, own, text, type Text } from '../../base/text.js';
import { when } from '../facts/words.js';
import type { DomainView, Rule } from '../model.js';
import { rfc } from '../references.js';

const DAY = 86_400_000;
/** Chrome stops going by a list of this age; logs come and go faster. */
const STALE_DAYS = 70;

/** A list that ships with a program ages with it, and an old one is no reason to fail: it is told where it was of use, and once. */
export const logListOld: Rule = {
  id: 'ct/log-list-old',
  title: 'The list of logs is out of date',
  kind: 'weakness',
  severity: 'low',
  actor: 'you',
  means:
    'Which logs there are, and which count, changes every few months. With an old list, SCTs of newer logs cannot be verified, and whether a certificate has enough of them cannot be said. Certificates themselves are found and judged all the same.',
  mend: 'Update caa-guard, or give a fresh list: `caa-guard refresh log-list` writes one whose signature was verified, for `--log-list`; `--log-list latest` fetches it in each run.',
  references: [
    rfc(9162, '8.2'),
    {
      label: 'Chrome’s lists of logs',
      url: 'https://googlechrome.github.io/CertificateTransparency/log_lists.html',
    },
  ],
  judge: (view) => {
    const { logList, startedAt } = view.evidence;
    if (logList === undefined) return [];
    const days = Math.floor((startedAt - logList.timestamp) / DAY);
    if (days < STALE_DAYS || unverified(view) === 0) return [];
    return [
      {
        zone: '',
        subject: 'log list',
        title: text`The list of logs is of ${when(logList.timestamp)}, ${days} days old`,
        detail: [
          own(
            'SCTs of logs that it does not have could not be verified, and are counted neither for nor against a certificate.',
          ),
          ...failed(logList.failure),
        ],
        mend: [own('Give a fresh list with --log-list latest (the input log-list), or update caa-guard.')],
      },
    ];
  },
};

/** SCTs of logs that the list does not have. */
function unverified({ seen }: DomainView): number {
  return (seen.proofs ?? []).reduce(
    (sum, { scts }) => sum + scts.filter(({ signature }) => signature === 'unknown-log').length,
    0,
  );
}

function failed(failure: { readonly code: string; readonly detail: string } | undefined): readonly Text[] {
  return failure === undefined
    ? []
    : [text`The latest list could not be had: ${outside(failure.code)}, ${outside(failure.detail)}.`];
}
