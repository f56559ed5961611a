import type { LogState } from '../loglist/model.js';

const DAY = 86_400_000;

/** What a client demands of the SCTs in a certificate, as data. */
export interface CtPolicy {
  readonly id: 'chrome' | 'apple';
  readonly name: string;
  /** Where the demands are from, and when they were read there. */
  readonly source: string;
  readonly date: string;
  /** SCTs from so many distinct logs, by the longest lifetime in milliseconds that the row is for; in ascending order. */
  readonly scts: readonly {
    readonly lifetime: number;
    readonly count: number;
    readonly perOperator: number;
  }[];
  /** Operators that the counted logs have at least. */
  readonly operators: number;
  /** States in which a log may be when the certificate is looked at, for one SCT at least. */
  readonly live: readonly LogState[];
  /** States in which its SCTs count; those of a retired log if they are older than its retirement. */
  readonly counting: readonly LogState[];
  /** Whether one SCT has to be from an RFC 6962 log. `unsure`: the source says so, and its date is unknown. */
  readonly rfc6962: 'no' | 'unsure';
}

const LIVE: readonly LogState[] = ['qualified', 'usable', 'readonly'];
const COUNTING: readonly LogState[] = [...LIVE, 'retired'];

/**
 * Chrome: the certificate's lifetime is notAfter less notBefore; operators are those at the time of each SCT; the demand for
 * an RFC 6962 log fell on 2026-04-15. Surplus SCTs neither help nor harm.
 */
export const CHROME: CtPolicy = {
  id: 'chrome',
  name: 'Chrome',
  source: 'ct_policy.md of GoogleChrome/CertificateTransparency @6ff6cec, 2026-07-22',
  date: '2026-07-22',
  scts: [
    { lifetime: 180 * DAY, count: 2, perOperator: Infinity },
    { lifetime: Infinity, count: 3, perOperator: Infinity },
  ],
  operators: 2,
  live: LIVE,
  counting: COUNTING,
  rfc6962: 'no',
};

/** Apple: of one operator's logs at most one SCT counts for certificates of up to 180 days, and two above. */
export const APPLE: CtPolicy = {
  id: 'apple',
  name: 'Apple',
  source: 'support.apple.com/103214 and /103703, a copy of unknown date',
  date: 'unknown',
  scts: [
    { lifetime: 180 * DAY, count: 2, perOperator: 1 },
    { lifetime: Infinity, count: 3, perOperator: 2 },
  ],
  operators: 2,
  live: LIVE,
  counting: COUNTING,
  rfc6962: 'unsure',
};

export const CT_POLICIES: readonly CtPolicy[] = [CHROME, APPLE];
