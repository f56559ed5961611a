import path from 'node:path';
import { messageOf } from '../base/error.js';
import { renderText } from '../base/text.js';
import { assembleDomain, overlay } from './assemble.js';
import { readDeclaration, type Clauses, type Declaration, type DomainDeclaration } from './declaration.js';
import { readDocument } from './document.js';
import type { DomainPolicy, FailOn, Policy, SourcePosition } from './model.js';
import { nearest } from './names.js';
import { PACKAGED } from './packaged.js';
import type { PolicyProblem } from './problem.js';
import { domainWeakenings } from './weakenings.js';

/** How files are reached; the loader itself touches no disk. */
export interface PolicyReader {
  /** The text of a file. Rejects if there is none; the message is shown. */
  readFile(path: string): Promise<string>;
  /** The path of `reference` as seen from the file `from`. Default: beside that file. */
  resolve?(from: string, reference: string): string;
}

export type LoadedPolicy =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

const PACKAGED_PREFIX = 'caa-guard:';

/** A file with what it extends, in the order in which the layers apply: ancestors first. */
type Lineage = readonly Declaration[];

/**
 * Loads policy files as one policy. All errors of all files come at once, sorted by place. Never rejects for what
 * stands in the files or for a file that is not there.
 */
export async function loadPolicies(files: readonly string[], reader: PolicyReader): Promise<LoadedPolicy> {
  const problems: PolicyProblem[] = [];
  const loader = new Loader(reader, problems);
  const lineages: Lineage[] = [];
  for (const file of [...new Set(files)]) lineages.push(await loader.lineage(file, startOf(file), []));
  const domains = new Map<string, DomainPolicy>();
  for (const lineage of lineages)
    for (const domain of domainsOf(lineage, problems)) keep(domains, domain, problems);
  if (problems.length === 0 && domains.size === 0)
    problems.push({
      code: 'missing',
      at: startOf(files[0] ?? ''),
      message: 'expected at least one domain; no file declares any',
      example: 'domains: {example.com: {issue: [letsencrypt.org]}}',
    });
  if (problems.length > 0) return { ok: false, problems: inOrder(problems) };
  const declarations = [...new Set(lineages.flat())];
  return {
    ok: true,
    policy: {
      version: 1,
      domains: [...domains.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
      waivers: declarations.flatMap((one) => one.waivers),
      failOn: strictest(
        lineages.flatMap(
          (lineage) => lineage.findLast((one) => one.failOn !== undefined)?.failOn?.value ?? [],
        ),
      ),
      files: declarations.map((one) => one.file),
    },
  };
}

class Loader {
  readonly #read = new Map<string, Promise<Declaration | undefined>>();

  constructor(
    private readonly reader: PolicyReader,
    private readonly problems: PolicyProblem[],
  ) {}

  async lineage(file: string, at: SourcePosition, below: readonly string[]): Promise<Lineage> {
    if (below.includes(file)) {
      this.problems.push({
        code: 'extends-cycle',
        at,
        message: `expected policies to extend each other in one direction; ${[...below, file].join(' extends ')}. Take one extends out`,
      });
      return [];
    }
    const declaration = await this.#file(file, at);
    if (declaration === undefined) return [];
    const ancestors: Declaration[] = [];
    for (const { reference, at: where } of declaration.extends) {
      const target = reference.startsWith(PACKAGED_PREFIX)
        ? reference
        : (this.reader.resolve ?? beside)(file, reference);
      for (const one of await this.lineage(target, where, [...below, file]))
        if (!ancestors.includes(one)) ancestors.push(one);
    }
    return [...ancestors, declaration];
  }

  #file(file: string, at: SourcePosition): Promise<Declaration | undefined> {
    const known = this.#read.get(file);
    if (known !== undefined) return known;
    const read = this.#parse(file, at);
    this.#read.set(file, read);
    return read;
  }

  async #parse(file: string, at: SourcePosition): Promise<Declaration | undefined> {
    const source = await this.#source(file, at);
    if (source === undefined) return undefined;
    const { root, problems } = readDocument(file, source);
    this.problems.push(...problems);
    return root && readDeclaration(file, root, { add: (problem) => void this.problems.push(problem) });
  }

  async #source(file: string, at: SourcePosition): Promise<string | undefined> {
    if (file.startsWith(PACKAGED_PREFIX)) {
      const name = file.slice(PACKAGED_PREFIX.length);
      const source = new Map(Object.entries(PACKAGED)).get(name);
      if (source !== undefined) return source;
      const known = Object.keys(PACKAGED);
      const guess = nearest(name, known);
      this.problems.push({
        code: 'extends-unknown',
        at,
        message: `expected one of the packaged policies ${known.join(', ')}; ${JSON.stringify(name)} is none${guess === undefined ? '' : `; did you mean ${guess}?`}`,
        example: `caa-guard:${guess ?? 'baseline'}`,
      });
      return undefined;
    }
    try {
      return await this.reader.readFile(file);
    } catch (thrown) {
      this.problems.push({
        code: 'unreadable',
        at,
        message: `expected a policy file at ${file}; it cannot be read: ${messageOf(thrown)}. Check the path`,
      });
      return undefined;
    }
  }
}

/** The domains that a file and its ancestors declare, each put together from all layers and held against the locks. */
function domainsOf(lineage: Lineage, problems: PolicyProblem[]): readonly DomainPolicy[] {
  const declared = new Map<string, { declaration: DomainDeclaration; file: Declaration }[]>();
  for (const file of lineage) {
    const inFile = new Set<string>();
    for (const declaration of file.domains) {
      const before = declared.get(declaration.name) ?? [];
      if (inFile.has(declaration.name))
        problems.push(twice(declaration.name, declaration.at, before[before.length - 1]?.declaration.at));
      inFile.add(declaration.name);
      declared.set(declaration.name, [...before, { declaration, file }]);
    }
  }
  checkFailOnLock(lineage, problems);
  return [...declared.values()].flatMap((layers) => {
    const last = layers[layers.length - 1]?.declaration;
    if (last === undefined) return [];
    const whole = { name: last.name, at: last.at, names: mergedNames(layers.map((one) => one.declaration)) };
    const clausesUpTo = (files: Lineage): Clauses =>
      overlay([
        ...files.map((one) => one.defaults),
        ...layers.filter((one) => files.includes(one.file)).map((one) => one.declaration.clauses),
      ]);
    const clauses = clausesUpTo(lineage);
    if (!clauses.has('issue')) {
      problems.push({
        code: 'missing',
        at: last.at,
        message: `expected the clause issue for ${last.name}: who may issue; it is missing. Name the CAs, write none, or say unrestricted out loud`,
        example: 'issue: [{ca: letsencrypt.org}]',
      });
      return [];
    }
    const domain = assembleDomain(whole, clauses);
    checkWindows(domain, problems);
    checkLocks(
      lineage,
      domain,
      (files) => {
        const namesThen = mergedNames(
          layers.filter((one) => files.includes(one.file)).map((one) => one.declaration),
        );
        return assembleDomain({ ...whole, names: namesThen }, clausesUpTo(files));
      },
      problems,
    );
    return [domain];
  });
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

/** Each file that locks clauses is held against what came out in the end. */
function checkLocks(
  lineage: Lineage,
  domain: DomainPolicy,
  upTo: (files: Lineage) => DomainPolicy,
  problems: PolicyProblem[],
): void {
  lineage.forEach((file, i) => {
    if (file.locked.length === 0 || i === lineage.length - 1) return;
    for (const { clause, subject, words, at } of domainWeakenings(upTo(lineage.slice(0, i + 1)), domain)) {
      const lock = file.locked.find(({ key }) => key === clause);
      if (lock === undefined) continue;
      problems.push({
        code: 'locked',
        at: at ?? domain.at,
        message: `expected ${clause} of ${subject} to be at least as strict as ${file.file}:${lock.at.line} locks it; this loosens it: ${renderText(words, (value) => value)}. Make it stricter, or change the policy that locks it`,
      });
    }
  });
}

const FAIL_RANK = ['low', 'medium', 'high', 'critical', undefined] as const;

function checkFailOnLock(lineage: Lineage, problems: PolicyProblem[]): void {
  const rank = (failOn: FailOn | undefined): number => FAIL_RANK.indexOf(failOn?.weakness);
  lineage.forEach((file, i) => {
    const lock = file.locked.find(({ key }) => key === 'failOn');
    const held = lineage.slice(0, i + 1).findLast((one) => one.failOn !== undefined)?.failOn;
    const now = lineage.findLast((one) => one.failOn !== undefined)?.failOn;
    if (lock === undefined || held === undefined || now === undefined || rank(now.value) <= rank(held.value))
      return;
    problems.push({
      code: 'locked',
      at: now.at,
      message: `expected failOn to be at least as strict as ${file.file}:${lock.at.line} locks it (weakness: ${held.value.weakness ?? 'none'}); ${now.value.weakness ?? 'none'} came`,
    });
  });
}

function checkWindows(domain: DomainPolicy, problems: PolicyProblem[]): void {
  for (const { from, to, at } of [domain, ...domain.names].flatMap((one) => one.windows))
    if (to <= from)
      problems.push({
        code: 'date-invalid',
        at,
        message: 'expected a window that closes after it opens; it closes before',
        example: '{from: 2026-12-01T04:00:00Z, to: 2026-12-01T06:00:00Z}',
      });
}

function keep(domains: Map<string, DomainPolicy>, domain: DomainPolicy, problems: PolicyProblem[]): void {
  const before = domains.get(domain.name);
  if (before === undefined) domains.set(domain.name, domain);
  else if (before.at.file !== domain.at.file || before.at.line !== domain.at.line)
    problems.push(twice(domain.name, domain.at, before.at));
}

function twice(name: string, at: SourcePosition, before: SourcePosition | undefined): PolicyProblem {
  const where = before === undefined ? 'before' : `at ${before.file}:${before.line}`;
  return {
    code: 'domain-twice',
    at,
    message: `expected each domain once; ${name} is declared ${where} already. Merge the two`,
  };
}

function strictest(all: readonly FailOn[]): FailOn {
  const ranked = all.toSorted((a, b) => FAIL_RANK.indexOf(a.weakness) - FAIL_RANK.indexOf(b.weakness));
  return ranked[0] ?? {};
}

function beside(from: string, reference: string): string {
  return path.isAbsolute(reference) ? reference : path.join(path.dirname(from), reference);
}

function startOf(file: string): SourcePosition {
  return { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
}

function inOrder(problems: readonly PolicyProblem[]): readonly PolicyProblem[] {
  return problems.toSorted((a, b) =>
    a.at.file === b.at.file
      ? a.at.line - b.at.line || a.at.column - b.at.column
      : a.at.file < b.at.file
        ? -1
        : 1,
  );
}
