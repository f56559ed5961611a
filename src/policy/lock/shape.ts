import * as v from 'valibot';

/**
 * The lock as JSON, and in it the canonical form of a domain (`canonicalDomain`). Its digest says that it is whole; this says that it
 * can be compared with. A clause that a later version knows more is an error of the digest here, not one of the shape.
 */

const words = v.pipe(v.string(), v.maxLength(10_000));
const list = <T extends v.GenericSchema>(item: T) => v.pipe(v.array(item), v.maxLength(100_000));
const whole = v.pipe(v.number(), v.safeInteger());
const anyOr = v.union([v.literal('any'), list(words)]);

const issuance = v.union([
  v.literal('unrestricted'),
  list(v.object({ ca: words, accounts: anyOr, methods: anyOr })),
]);

const name = {
  name: words,
  issue: issuance,
  issuewild: v.optional(issuance),
  issuemail: v.optional(issuance),
  issuevmc: v.optional(issuance),
  iodef: v.optional(list(words)),
  contacts: list(words),
  sealed: v.boolean(),
  windows: list(v.object({ from: whole, to: whole })),
  persist: list(v.object({ ca: words, account: words, wildcard: v.boolean(), until: v.optional(whole) })),
  challenges: list(words),
};

/** `keyTag algorithm digestType digest` */
const ds = v.pipe(v.string(), v.regex(/^\d{1,5} \d{1,3} \d{1,3} [0-9a-f]+$/));

const entry = v.object({
  kind: v.picklist(['key', 'csr', 'certificate']),
  spkiSha256: v.optional(words),
  tbsSha256: v.optional(words),
  sha256: v.optional(words),
  names: list(words),
  notBefore: v.optional(whole),
  notAfter: v.optional(whole),
});

const own = v.object({
  keys: list(words),
  certificates: list(words),
  ledger: list(entry),
  attestations: list(v.object({ repository: words, workflow: words, ref: v.optional(words), issuer: words })),
  providers: list(v.object({ provider: words, ca: list(words), names: list(words) })),
  exhaustive: v.boolean(),
});

export const canonicalShape = v.object({
  ...name,
  dnssec: v.object({
    required: v.boolean(),
    algorithms: v.optional(list(whole)),
    ds: v.optional(list(ds)),
    plannedDs: list(ds),
    expiryHorizon: whole,
  }),
  own,
  nameservers: v.optional(list(words)),
  includeSubdomains: v.boolean(),
  names: list(v.object(name)),
});

export const lockShape = v.object({
  format: v.string(),
  domains: v.record(
    words,
    v.object({
      sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
      ledgerFiles: list(words),
      policy: v.looseObject({}),
    }),
  ),
  failOn: v.object({ weakness: v.optional(v.picklist(['critical', 'high', 'medium', 'low'])) }),
  approval: v.optional(v.object({ count: whole, lock: v.boolean(), reviewers: list(words) })),
  waivers: list(v.object({ expires: words, rule: words, subject: words })),
});

export type CanonicalDomain = v.InferOutput<typeof canonicalShape>;
export type CanonicalName = v.InferOutput<typeof canonicalShape>['names'][number];
