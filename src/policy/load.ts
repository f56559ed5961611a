import { assembleDomain, overlay } from './assemble.js';
import { canonicalDomain } from './canonical.js';
import type { Clauses, Declaration, DomainDeclaration } from './declaration.js';
import { startOf } from './document.js';
import { Ledgers } from './ledger/files.js';
import { Lineages, spelling, type Lineage, type PolicyReader } from './lineage.js';
import {
  approvalLockProblems,
  failOnLockProblems,
  lockProblems,
  oneApproval,
  strictestFailOn,
} from './locks.js';
import type { DomainPolicy, Policy, SourcePosition } from './model.js';
import type { PolicyProblem } from './problem.js';
import { readAsync, readSync, type Reading } from './reading.js';

export type { PolicyReader } from './lineage.js';

export type LoadedPolicy =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

export interface LoadOptions {
  /** What a ledger file is that is named and not there. Default: an error. */
  readonly missingLedger?: 'error' | 'empty';
  /** Files that need not be read again; those that are read are added. For whoever loads many policies with common ancestors. */
  readonly read?: Map<string, Declaration | undefined>;
}

/**
 * Loads policy files as one policy. All errors of all files come at once, sorted by place. Never rejects for what
 * stands in the files or for a file that is not there.
 */
export async function loadPolicies(
  files: readonly string[],
  reader: PolicyReader,
  options: LoadOptions = {},
): Promise<LoadedPolicy> {
  return readAsync(loading(files, reader, options), (path) => reader.readFile(path));
}

/** The same for those who cannot wait: constructors. */
export function loadPoliciesSync(
  files: readonly string[],
  reader: Pick<PolicyReader, 'resolve'> & { readFileSync(path: string): string },
  options: LoadOptions = {},
): LoadedPolicy {
  return readSync(loading(files, reader, options), (path) => reader.readFileSync(path));
}

function* loading(
  files: readonly string[],
  reader: Pick<PolicyReader, 'resolve'>,
  options: LoadOptions,
): Reading<LoadedPolicy> {
  const problems: PolicyProblem[] = [];
  const lineages = yield* lineagesOf(
    files,
    reader,
    problems,
    options.read ?? new Map<string, Declaration | undefined>(),
  );
  const declarations = [...new Set(lineages.flat())];
  const ledgers = yield* Ledgers.of(declarations, reader, problems, options.missingLedger ?? 'error');
  const domains = new Map<string, DomainPolicy>();
  for (const lineage of lineages) {
    problems.push(...failOnLockProblems(lineage), ...approvalLockProblems(lineage));
    for (const domain of domainsOf(lineage, ledgers, problems)) keep(domains, domain, problems);
  }
  const approval = oneApproval(lineages, problems);
  if (problems.length === 0 && domains.size === 0)
    problems.push({
      code: 'missing',
      at: startOf(files[0] ?? ''),
      message: 'expected at least one domain; no file declares any',
      example: 'domains: {example.com: {issue: [letsencrypt.org]}}',
    });
  if (problems.length > 0) return { ok: false, problems: inOrder(problems) };
  return {
    ok: true,
    policy: {
      version: 1,
      domains: [...domains.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
      waivers: declarations.flatMap((one) => one.waivers),
      failOn: strictestFailOn(lineages),
      ...(approval === undefined ? {} : { approval }),
      files: [...declarations.map((one) => one.file), ...ledgers.files],
    },
  };
}

/** A file that another one extends is a layer of that one: it does not speak for itself as well. */
function* lineagesOf(
  files: readonly string[],
  reader: Pick<PolicyReader, 'resolve'>,
  problems: PolicyProblem[],
  read: NonNullable<LoadOptions['read']>,
): Reading<readonly Lineage[]> {
  const loader = new Lineages(reader, problems, read);
  const lineages: Lineage[] = [];
  for (const file of new Set(files.map(spelling))) lineages.push(yield* loader.of(file, startOf(file)));
  const extended = new Set(lineages.flatMap((lineage) => lineage.slice(0, -1)));
  return lineages.filter((lineage) => {
    const itself = lineage.at(-1);
    return itself !== undefined && !extended.has(itself);
  });
}

interface Layer {
  readonly declaration: DomainDeclaration;
  readonly file: Declaration;
}

/** The domains that a file and its ancestors declare, each put together from all layers and held against the locks. */
function domainsOf(lineage: Lineage, ledgers: Ledgers, problems: PolicyProblem[]): readonly DomainPolicy[] {
  return [...layersOf(lineage, problems).values()].flatMap((layers) => {
    const last = layers.at(-1)?.declaration;
    if (last === undefined) return [];
    const upTo = (files: Lineage): DomainPolicy => {
      const some = layers.filter((one) => files.includes(one.file)).map((one) => one.declaration);
      const said = clausesOf(files, some);
      const declared = { name: last.name, at: last.at, names: mergedNames(some) };
      return assembleDomain(declared, said, ledgers.for(last.name, said));
    };
    const clauses = clausesOf(
      lineage,
      layers.map((one) => one.declaration),
    );
    if (!clauses.has('issue')) {
      problems.push({
        code: 'missing',
        at: last.at,
        message: `expected the clause issue for ${last.name}: who may issue; it is missing. Name the CAs, write none, or say unrestricted out loud`,
        example: 'issue: [{ca: letsencrypt.org}]',
      });
      return [];
    }
    const domain = upTo(lineage);
    checkWindows(domain, problems);
    problems.push(...lockProblems(lineage, domain, upTo));
    return [domain];
  });
}

function layersOf(lineage: Lineage, problems: PolicyProblem[]): ReadonlyMap<string, readonly Layer[]> {
  const layers = new Map<string, Layer[]>();
  for (const file of lineage)
    for (const declaration of file.domains) {
      const before = layers.get(declaration.name) ?? [];
      const same = before.find((one) => one.file === file);
      if (same !== undefined) problems.push(twice(declaration.name, declaration.at, same.declaration.at));
      else layers.set(declaration.name, [...before, { declaration, file }]);
    }
  return layers;
}

/** Later files go before earlier ones, and what is said of the domain before all defaults. */
function clausesOf(files: Lineage, declarations: readonly DomainDeclaration[]): Clauses {
  return overlay([...files.map((one) => one.defaults), ...declarations.map((one) => one.clauses)]);
}

function mergedNames(declarations: readonly DomainDeclaration[]): DomainDeclaration['names'] {
  const merged = new Map<string, DomainDeclaration['names'][number]>();
  for (const one of declarations.flatMap((declaration) => declaration.names)) {
    const before = merged.get(one.name);
    merged.set(
      one.name,
      before === undefined ? one : { ...one, clauses: overlay([before.clauses, one.clauses]) },
    );
  }
  return [...merged.values()];
}

function checkWindows(domain: DomainPolicy, problems: PolicyProblem[]): void {
  // Names below take over the windows of their domain: each is told once.
  for (const { from, to, at } of new Set([domain, ...domain.names].flatMap((one) => one.windows)))
    if (to <= from)
      problems.push({
        code: 'date-invalid',
        at,
        message: 'expected a window that closes after it opens; it closes before',
        example: '{from: 2026-12-01T04:00:00Z, to: 2026-12-01T06:00:00Z}',
      });
}

/** The same declaration may come by two files that extend its file, if it comes out the same. */
function keep(domains: Map<string, DomainPolicy>, domain: DomainPolicy, problems: PolicyProblem[]): void {
  const before = domains.get(domain.name);
  if (before === undefined) domains.set(domain.name, domain);
  else if (before.at !== domain.at) problems.push(twice(domain.name, domain.at, before.at));
  else if (canonicalDomain(before) !== canonicalDomain(domain))
    problems.push({
      code: 'domain-twice',
      at: domain.at,
      message: `expected one policy for ${domain.name}; two files that extend this one give it different clauses. Declare it in one of them`,
    });
}

function twice(name: string, at: SourcePosition, before: SourcePosition): PolicyProblem {
  return {
    code: 'domain-twice',
    at,
    message: `expected each domain once; ${name} is declared at ${before.file}:${before.line} already. Merge the two`,
  };
}

/** By place; each once, since defaults and locks are looked at for every domain. */
function inOrder(problems: readonly PolicyProblem[]): readonly PolicyProblem[] {
  const once = new Map(
    problems.map((one) => [JSON.stringify([one.at.file, one.at.line, one.at.column, one.message]), one]),
  );
  return [...once.values()].sort((a, b) =>
    a.at.file === b.at.file
      ? a.at.line - b.at.line || a.at.column - b.at.column
      : a.at.file < b.at.file
        ? -1
        : 1,
  );
}
