import type { Kind, Actor, Rule } from './model.js';

const KINDS: Readonly<Record<Kind, string>> = {
  drift: 'drift: the world departs from the policy; fails the run',
  weakness:
    'weakness: policy and world agree, and it can be attacked; fails the run if the policy asks for it',
  forecast: 'forecast: it holds today and will not',
  unknown: 'unknown: it could not be seen; neither ok nor drift',
};

const ACTORS: Readonly<Record<Actor, string>> = {
  you: 'you',
  'dns-provider': 'your DNS provider',
  registrar: 'you, at your registrar',
  ancestor: 'whoever runs the zone above',
  ca: 'the CA',
  'log-operator': 'the operator of the log',
  network: 'whoever runs the network from which is looked',
};

/** File name of a rule's page. */
export function pageName(id: string): string {
  return `${id.replace('/', '-')}.md`;
}

/** The page of a rule, made from the rule itself. */
export function rulePage(rule: Rule): string {
  const references = rule.references.map(({ label, url }) => `- [${label}](${url})`);
  return [
    `# ${rule.id}`,
    '',
    `${rule.title}.`,
    '',
    `- Kind: ${KINDS[rule.kind]}`,
    `- Severity: ${rule.severity}`,
    `- Who acts: ${ACTORS[rule.actor]}`,
    '',
    '## What it means',
    '',
    rule.means,
    '',
    '## How to mend it',
    '',
    rule.mend,
    '',
    ...(references.length === 0 ? [] : ['## Where the demand comes from', '', ...references, '']),
    '---',
    '',
    'Made from the rule itself by `npm run generate`; [all rules](README.md).',
    '',
  ].join('\n');
}

/** The list of all rules. */
export function ruleIndex(rules: readonly Rule[]): string {
  return [
    '# Rules',
    '',
    'What is judged. Kind and severity are what a rule starts from; a finding may say otherwise, with its reason.',
    '',
    ...rules.map(
      ({ id, title, kind, severity }) => `- [${id}](${pageName(id)}) (${kind}, ${severity}): ${title}`,
    ),
    '',
    'Made from the rules themselves by `npm run generate`.',
    '',
  ].join('\n');
}

/** Every page by its file name. */
export function rulePages(rules: readonly Rule[]): ReadonlyMap<string, string> {
  return new Map([
    ['README.md', ruleIndex(rules)],
    ...rules.map((rule) => [pageName(rule.id), rulePage(rule)] as const),
  ]);
}
