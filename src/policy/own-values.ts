import { caOf, CAS } from './cas.js';
import { certificateName } from './ledger/entry.js';
import type { AttestationIdentity, ProviderGrant } from './model.js';
import { nearest, readDomainName } from './names.js';
import { described, listOf, record, required, scalar, type Shape } from './shape.js';

/** Issuer of the tokens that GitHub gives to workflows on github.com. */
export const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com';

const repository: Shape<string> = scalar({
  says: 'a repository: owner/name',
  example: 'example/infrastructure',
  schema: { pattern: '^[A-Za-z0-9-]{1,100}/[A-Za-z0-9._-]{1,100}$' },
  parse: (text) =>
    /^[A-Za-z0-9-]{1,100}\/[A-Za-z0-9._-]{1,100}$/.test(text)
      ? { value: text.toLowerCase() }
      : { wrong: 'is no owner/name' },
});

const workflow: Shape<string> = scalar({
  says: 'the path of a workflow in the repository',
  example: '.github/workflows/renew.yml',
  schema: { pattern: '^\\.github/workflows/[^/@\\s]+\\.ya?ml$' },
  parse: (text) =>
    /^\.github\/workflows\/[^/@\s]+\.ya?ml$/.test(text)
      ? { value: text }
      : { wrong: 'is no .yml or .yaml file in .github/workflows' },
});

const gitRef: Shape<string> = scalar({
  says: 'a Git ref in full',
  example: 'refs/heads/main',
  schema: { pattern: '^refs/(heads|tags)/[^\\s@]+$' },
  parse: (text) =>
    /^refs\/(heads|tags)\/[^\s@]+$/.test(text)
      ? { value: text }
      : { wrong: 'is none; write refs/heads/ before a branch, refs/tags/ before a tag' },
});

const tokenIssuer: Shape<string> = scalar({
  says: 'the https: URL of an OIDC issuer',
  example: GITHUB_ISSUER,
  schema: { pattern: '^https://[^\\s]+$' },
  parse: (text) =>
    /^https:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/.test(text) ? { value: text } : { wrong: 'is none' },
});

export const attestations: Shape<readonly AttestationIdentity[]> = listOf(
  record<AttestationIdentity>(
    {
      repository: required(described(repository, 'Repository for which the workflow runs.')),
      workflow: required(described(workflow, 'The workflow that renews and attests.')),
      ref: described(gitRef, 'Git ref of the workflow; without it, whoever may push any branch may attest.'),
      issuer: described(tokenIssuer, `OIDC issuer of the workflow's identity; default ${GITHUB_ISSUER}.`),
    },
    {
      says: 'a workflow: repository and workflow',
      example:
        '{repository: example/infrastructure, workflow: .github/workflows/renew.yml, ref: refs/heads/main}',
    },
    (get, at) => {
      const ref = get<string>('ref');
      return {
        repository: get<string>('repository') ?? '',
        workflow: get<string>('workflow') ?? '',
        ...(ref === undefined ? {} : { ref }),
        issuer: get<string>('issuer') ?? GITHUB_ISSUER,
        at,
      };
    },
  ),
  { says: 'a list of workflows', single: true },
);

const IDENTIFIERS = CAS.flatMap((ca) => ca.identifiers);

/** A CA of the table: only of these is it known, from the certificate itself, that they issued. */
const knownCa: Shape<string> = scalar({
  says: "a CA's issuer domain name, as it stands in CAA records",
  example: 'pki.goog',
  code: 'ca-unknown',
  parse: (text) => {
    const read = readDomainName(text);
    if (!('name' in read)) return { ...read, code: 'name-invalid' };
    if (caOf(read.name) !== undefined) return { value: read.name };
    const guess = nearest(read.name, IDENTIFIERS);
    return { wrong: `is in no table${guess === undefined ? '' : `; did you mean ${guess}?`}` };
  },
});

const providerWord: Shape<string> = scalar({
  says: 'a provider, in one word',
  example: 'cloudflare',
  schema: { pattern: '^[a-z0-9][a-z0-9-]{0,39}$', examples: ['cloudflare', 'aws', 'azure', 'github-pages'] },
  parse: (text) =>
    /^[a-z0-9][a-z0-9-]{0,39}$/.test(text)
      ? { value: text }
      : { wrong: 'is no word of lower-case letters, digits and hyphens' },
});

const sorted = (values: readonly string[] | undefined): readonly string[] =>
  [...new Set(values ?? [])].sort();

export const providers: Shape<readonly ProviderGrant[]> = listOf(
  record<ProviderGrant>(
    {
      provider: required(described(providerWord, 'Who gets the certificates on your behalf.')),
      ca: required(
        described(
          atLeastOne(listOf(knownCa, { says: 'a list of CAs', single: true })),
          'CAs that the provider uses, as in CAA records.',
        ),
      ),
      names: required(
        described(
          atLeastOne(listOf(certificateName, { says: 'a list of names', single: true })),
          'Names of yours that its certificates may hold, each as it stands there; a wildcard stands for itself alone.',
        ),
      ),
    },
    {
      says: 'a provider with its CAs and your names',
      example: "{provider: cloudflare, ca: [pki.goog], names: [example.com, '*.example.com']}",
    },
    (get, at) => ({
      provider: get<string>('provider') ?? '',
      ca: sorted(get<readonly string[]>('ca')),
      names: sorted(get<readonly string[]>('names')),
      at,
    }),
  ),
  { says: 'a list of providers' },
);

/** An empty list would be a provider for nothing: more likely something was forgotten. */
function atLeastOne<T>(list: Shape<readonly T[]>): Shape<readonly T[]> {
  const { schema } = list;
  const [array, single] = (schema['oneOf'] ?? [schema]) as readonly object[];
  return {
    ...list,
    schema: { oneOf: [{ ...array, minItems: 1 }, single] },
    read(value, complaints) {
      if (value.kind !== 'list' || value.items.length > 0) return list.read(value, complaints);
      complaints.add({
        code: 'shape',
        at: value.at,
        message: `expected ${list.says}; an empty one came. Name at least one`,
        example: list.example,
      });
      return undefined;
    },
  };
}
