import type { DomainPolicy, DsPin, Issuance, NamePolicy, SourcePosition } from '../model.js';
import type { CanonicalDomain, CanonicalName } from './shape.js';

/** A domain from its canonical form: `canonicalDomain` of what comes out is the form again. All of it stands at `at`. */
export function restoreDomain(form: CanonicalDomain, at: SourcePosition): DomainPolicy {
  const { dnssec, own, nameservers, includeSubdomains, names } = form;
  const { algorithms, ds, plannedDs, ...rest } = dnssec;
  return {
    ...restoreName(form, at),
    dnssec: {
      ...rest,
      ...(algorithms === undefined ? {} : { algorithms }),
      ...(ds === undefined ? {} : { ds: ds.map(readDs) }),
      plannedDs: plannedDs.map(readDs),
    },
    own: {
      keys: own.keys,
      certificates: own.certificates,
      ledger: own.ledger.map((one) => ({ ...defined(one), at })),
      attestations: own.attestations.map((one) => ({ ...defined(one), at })),
      providers: own.providers.map((one) => ({ ...one, at })),
      exhaustive: own.exhaustive,
    },
    ...(nameservers === undefined ? {} : { nameservers }),
    includeSubdomains,
    names: names.map((one) => restoreName(one, at)),
  };
}

function restoreName(form: CanonicalName, at: SourcePosition): NamePolicy {
  const { issuewild, issuemail, issuevmc, iodef } = form;
  const issuance = (value: CanonicalName['issue']): Issuance =>
    value === 'unrestricted' ? value : value.map((grant) => ({ ...grant, at }));
  return {
    name: form.name,
    at,
    issue: issuance(form.issue),
    ...(issuewild === undefined ? {} : { issuewild: issuance(issuewild) }),
    ...(issuemail === undefined ? {} : { issuemail: issuance(issuemail) }),
    ...(issuevmc === undefined ? {} : { issuevmc: issuance(issuevmc) }),
    ...(iodef === undefined ? {} : { iodef }),
    contacts: form.contacts,
    sealed: form.sealed,
    windows: form.windows.map((one) => ({ ...one, at })),
    persist: form.persist.map((one) => ({ ...defined(one), at })),
    challenges: form.challenges,
    positions: {},
  };
}

/** `keyTag algorithm digestType digest`, as the shape has it. */
function readDs(text: string): DsPin {
  const [keyTag, algorithm, digestType, digest = ''] = text.split(' ');
  return { keyTag: Number(keyTag), algorithm: Number(algorithm), digestType: Number(digestType), digest };
}

/** Absent and undefined are not the same in the model. */
type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };
function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as Defined<T>;
}
