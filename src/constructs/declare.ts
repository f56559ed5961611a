import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Declaration } from '../policy/declaration.js';
import { loadPoliciesSync } from '../policy/load.js';
import type { DomainPolicy, Policy } from '../policy/model.js';
import { readDomainName } from '../policy/names.js';
import { declarePlain, type Plain } from '../policy/plain-document.js';
import { describeProblem, type PolicyProblem } from '../policy/problem.js';
import type { GuardedDomainProps, NameProps } from './props.js';
import type { Issuers } from './issuers.js';

/** What a construct declares, with all that it extends. */
export interface Declared {
  readonly domain: DomainPolicy;
  readonly failOn: Policy['failOn'];
}

/** What the domains of one app share. */
export interface Shared {
  /** Policy files that are read already. */
  readonly files: Map<string, Declaration | undefined>;
  /** What is declared, by the clauses that say it. */
  readonly declared: Map<string, Declared>;
}

/**
 * Reads the properties as the policy that they are: the same checks as for a file. Throws an Error with all that is wrong; `who` is the
 * path of the construct. Of many domains, most say the same: clauses that were read are not read again for another name.
 */
export function declare(who: string, props: GuardedDomainProps, shared: Shared): Declared {
  const { domain, at: _at, ttl: _ttl, preventDestroy: _prevent, now: _now, ...clauses } = props;
  // Names below are those of one domain.
  const key = props.names === undefined ? JSON.stringify(clauses) : undefined;
  const known = key === undefined ? undefined : shared.declared.get(key);
  const name = known === undefined ? undefined : readDomainName(domain);
  if (known !== undefined && name !== undefined && 'name' in name)
    return { ...known, domain: { ...known.domain, name: name.name } };
  const declared = read(who, props, shared.files);
  // A ledger holds other entries for each domain.
  if (key !== undefined && declared.domain.own.ledgerFiles === undefined) shared.declared.set(key, declared);
  return declared;
}

function read(who: string, props: GuardedDomainProps, known: Map<string, Declaration | undefined>): Declared {
  // No file has this name: what a program declares has no place but its construct.
  const name = `GuardedDomain ${who}`;
  const { declaration, problems } = declarePlain(name, documentOf(props));
  if (problems.length > 0) throw refused(who, name, problems);
  const files = new Map(known).set(name, declaration);
  const loaded = loadPoliciesSync(
    [name],
    {
      readFileSync: (file) => readFileSync(file, 'utf8'),
      resolve: (from, reference) =>
        from === name || path.isAbsolute(reference)
          ? path.normalize(reference)
          : path.join(path.dirname(from), reference),
    },
    // Whoever makes the first entry has to synthesise first.
    { read: files, missingLedger: 'empty' },
  );
  if (!loaded.ok) throw refused(who, name, loaded.problems);
  for (const [file, one] of files) if (file !== name) known.set(file, one);
  const [domain] = loaded.policy.domains.filter((one) => one.at.file === name);
  if (domain === undefined || loaded.policy.domains.length > 1)
    throw new Error(
      `${who}: expected policies to extend that declare no domains of their own; ${loaded.policy.domains.map((one) => one.name).join(', ')} came`,
    );
  return { domain, failOn: loaded.policy.failOn };
}

function documentOf(props: GuardedDomainProps): Plain {
  const { domain, dnssec, names, certificates, nameservers } = props;
  return {
    version: 1,
    ...(props.extends === undefined ? {} : { extends: props.extends }),
    domains: {
      [domain]: {
        ...nameNode(props),
        dnssec: typeof dnssec === 'boolean' ? { required: dnssec } : dnssec && { ...dnssec },
        certificates: certificates && { ...certificates, ledger: listOf(certificates.ledger) },
        nameservers,
        names:
          names &&
          Object.fromEntries(Object.entries(names).map(([name, clauses]) => [name, nameNode(clauses)])),
      },
    },
  };
}

function listOf(value: string | readonly string[] | undefined): readonly string[] | undefined {
  return typeof value === 'string' ? [value] : value;
}

function nameNode(clauses: NameProps): { readonly [key: string]: Plain | undefined } {
  const { issue, issuewild, issuemail, issuevmc, iodef, contacts, sealed, windows, challenges } = clauses;
  return {
    issue: issuersNode(issue),
    issuewild: issuersNode(issuewild),
    issuemail: issuersNode(issuemail),
    issuevmc: issuersNode(issuevmc),
    iodef,
    contacts,
    sealed,
    windows: windows?.map(({ from, to }) => ({ from, to })),
    challenges,
  };
}

function issuersNode(issuers: Issuers | undefined): Plain | undefined {
  if (issuers === undefined || typeof issuers === 'string') return issuers;
  return issuers.map(({ ca, accounts, methods, unlisted }) => ({ ca, accounts, methods, unlisted }));
}

function refused(who: string, name: string, problems: readonly PolicyProblem[]): Error {
  const lines = problems.map((one) => (one.at.file === name ? describe(one) : describeProblem(one)));
  return new Error(`${who}: ${lines.join(`\n${who}: `)}`);
}

function describe({ message, example }: PolicyProblem): string {
  return example === undefined ? message : `${message}; in a file: ${example}`;
}
