import { RULES, type Rule } from '../../rules/index.js';
import type { RulesFlags } from '../commands.js';
import { EXIT, UsageError } from '../exit.js';
import { paintOf, type Paint } from '../paint.js';
import type { CliPorts } from '../ports.js';
import { jsonText } from '../json-text.js';

/** `rules`: the list, or all about one. Rules are our own text: nothing here comes from outside. */
export async function runRulesCommand(
  id: string | undefined,
  flags: RulesFlags,
  ports: CliPorts,
): Promise<number> {
  const rules = id === undefined ? RULES : [named(id)];
  const paint = paintOf(flags.color, ports);
  const [only] = rules;
  if (flags.json === true) ports.stdout.write(jsonText(rules.map(plain)));
  else if (id !== undefined && only !== undefined) ports.stdout.write(page(only, paint));
  else ports.stdout.write(list(rules, paint));
  return EXIT.ok;
}

function named(id: string): Rule {
  const rule = RULES.find((one) => one.id === id);
  if (rule !== undefined) return rule;
  const near = RULES.filter((one) => one.id.includes(id) || one.id.startsWith(`${id.split('/')[0]}/`));
  const hint =
    near.length === 0 ? 'see `caa-guard rules`' : `near it: ${near.map((one) => one.id).join(', ')}`;
  throw new UsageError(`expected the id of a rule; got ${JSON.stringify(id)}; ${hint}`);
}

function plain({ id, title, kind, severity, actor, means, mend, references }: Rule): Omit<Rule, 'judge'> {
  return { id, title, kind, severity, actor, means, mend, references };
}

function list(rules: readonly Rule[], paint: Paint): string {
  const width = Math.max(...rules.map(({ id }) => id.length));
  const lines = rules.map(
    ({ id, kind, severity, title }) =>
      `${paint.bold(id.padEnd(width))}  ${kind.padEnd(8)}  ${severity.padEnd(8)}  ${title}`,
  );
  return `${lines.join('\n')}\n`;
}

function page({ id, title, kind, severity, actor, means, mend, references }: Rule, paint: Paint): string {
  return [
    `${paint.bold(id)}  ${title}`,
    `${kind}, ${severity}; to act: ${actor}`,
    '',
    paint.bold('What it means'),
    shown(means, paint),
    '',
    paint.bold('How to mend it'),
    shown(mend, paint),
    '',
    paint.bold('Where it comes from'),
    ...references.map(({ label, url }) => `${label}: ${url}`),
    '',
  ].join('\n');
}

/** The pages of docs/rules are made of the same words: what is bold there is so here. */
function shown(markdown: string, paint: Paint): string {
  return markdown.trim().replace(/\*\*([^*]+)\*\*/g, (_, words: string) => paint.bold(words));
}
