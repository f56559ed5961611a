import { stringify } from 'yaml';
import { caOf } from './cas.js';
import { entryNode } from './ledger/node.js';
import type {
  ApprovalRule,
  DomainPolicy,
  Grant,
  Issuance,
  NamePolicy,
  OwnCertificates,
  Policy,
} from './model.js';

/** A policy as YAML that `loadPolicies` reads back to the same demands. What equals the default is mostly left out. */
export function writePolicy(policy: Policy): string {
  return stringify(policyDocument(policy), { lineWidth: 0, aliasDuplicateObjects: false });
}

/** The same as plain data, for whoever writes it as JSON. */
export function policyDocument(policy: Policy): Readonly<Record<string, unknown>> {
  return {
    version: 1,
    ...(policy.failOn.weakness === undefined ? {} : { failOn: policy.failOn }),
    ...(policy.approval === undefined ? {} : { approval: approvalNode(policy.approval) }),
    domains: Object.fromEntries(policy.domains.map((domain) => [domain.name, domainNode(domain)])),
    ...(policy.waivers.length === 0
      ? {}
      : {
          waivers: policy.waivers.map(({ at: _at, expires, ...rest }) => ({
            ...rest,
            expires: 'day' in expires ? expires.day : expires.malformed,
          })),
        }),
  };
}

function approvalNode({ reviewers, count, lock }: ApprovalRule): Record<string, unknown> {
  return {
    ...(reviewers.length === 0 ? {} : { reviewers, ...(count === 1 ? {} : { count }) }),
    ...(lock ? { lock } : {}),
  };
}

function domainNode(domain: DomainPolicy): Record<string, unknown> {
  const { dnssec, own, nameservers, includeSubdomains, names } = domain;
  const dnssecNode = {
    ...(dnssec.required ? { required: true } : {}),
    ...(dnssec.algorithms === undefined ? {} : { algorithms: dnssec.algorithms }),
    ...(dnssec.ds === undefined ? {} : { ds: dnssec.ds.map(dsText) }),
    ...(dnssec.plannedDs.length === 0 ? {} : { plannedDs: dnssec.plannedDs.map(dsText) }),
    ...(dnssec.expiryHorizon === 3 * 86_400 ? {} : { expiryHorizon: `${dnssec.expiryHorizon}s` }),
  };
  const certificates = ownNode(own);
  return {
    ...nameNode(domain),
    ...(Object.keys(dnssecNode).length === 0 ? {} : { dnssec: dnssecNode }),
    ...(nameservers === undefined ? {} : { nameservers }),
    ...(Object.keys(certificates).length === 0 ? {} : { certificates }),
    ...(includeSubdomains ? {} : { includeSubdomains: false }),
    ...(names.length === 0
      ? {}
      : { names: Object.fromEntries(names.map((one) => [one.name, whole(one, domain)])) }),
  };
}

/** Ledger entries stand in the policy itself: what is written is whole without any other file. */
function ownNode(own: OwnCertificates): Record<string, unknown> {
  const { keys, certificates, ledger, attestations, providers } = own;
  return {
    ...(keys.length === 0 ? {} : { keys }),
    ...(certificates.length === 0 ? {} : { certificates }),
    ...(ledger.length === 0 ? {} : { ledger: ledger.map(entryNode) }),
    ...(attestations.length === 0 ? {} : { attestations: attestations.map(({ at: _at, ...rest }) => rest) }),
    ...(providers.length === 0 ? {} : { providers: providers.map(({ at: _at, ...rest }) => rest) }),
    ...(own.exhaustive ? {} : { exhaustive: false }),
  };
}

/**
 * A name below has all its clauses said: on reading, what it leaves out comes from the domain. What the domain says and
 * the name does not is said to the same effect; for `iodef` there is no such word, and it is inherited.
 */
function whole(policy: NamePolicy, domain: NamePolicy): Record<string, unknown> {
  return {
    contacts: policy.contacts,
    sealed: policy.sealed,
    windows: [],
    persist: [],
    challenges: [],
    ...(domain.issuewild === undefined ? {} : { issuewild: issuanceNode(policy.issue) }),
    ...(domain.issuemail === undefined ? {} : { issuemail: 'unrestricted' }),
    ...(domain.issuevmc === undefined ? {} : { issuevmc: 'unrestricted' }),
    ...nameNode(policy),
  };
}

function nameNode(policy: NamePolicy): Record<string, unknown> {
  const { issue, issuewild, issuemail, issuevmc, iodef, contacts, sealed, windows, persist, challenges } =
    policy;
  const tags = { issue, issuewild, issuemail, issuevmc };
  return {
    ...Object.fromEntries(
      Object.entries(tags).flatMap(([tag, value]) =>
        value === undefined ? [] : [[tag, issuanceNode(value)]],
      ),
    ),
    ...(iodef === undefined ? {} : { iodef }),
    ...(contacts.length === 0 ? {} : { contacts }),
    ...(sealed ? { sealed: true } : {}),
    ...(windows.length === 0
      ? {}
      : {
          windows: windows.map(({ from, to }) => ({
            from: new Date(from).toISOString(),
            to: new Date(to).toISOString(),
          })),
        }),
    ...(persist.length === 0
      ? {}
      : {
          persist: persist.map(({ ca, account, wildcard, until }) => ({
            ca,
            account,
            ...(wildcard ? { wildcard } : {}),
            ...(until === undefined ? {} : { until: new Date(until * 1000).toISOString() }),
          })),
        }),
    ...(challenges.length === 0 ? {} : { challenges }),
  };
}

function issuanceNode(value: Issuance): unknown {
  if (value === 'unrestricted') return value;
  return value.length === 0 ? 'none' : value.map(grantNode);
}

function grantNode({ ca, accounts, methods }: Grant): Record<string, unknown> {
  const single = accounts !== 'any' && accounts.length === 1;
  return {
    ca,
    ...(accounts === 'any' ? {} : single ? { account: accounts[0] } : { accounts }),
    ...(methods === 'any' ? {} : { methods }),
    ...(caOf(ca) === undefined ? { unlisted: true } : {}),
  };
}

function dsText(pin: { keyTag: number; algorithm: number; digestType: number; digest: string }): string {
  return `${pin.keyTag} ${pin.algorithm} ${pin.digestType} ${pin.digest}`;
}
