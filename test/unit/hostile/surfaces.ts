import { SaxesParser } from 'saxes';
import { findingAnnotations } from '../../../src/github/annotations.js';
import { githubToolkit } from '../../../src/github/toolkit.js';
import { logLines, renderJson, renderMarkdown, renderTerminal } from '../../../src/report/index.js';
import { renderJunit } from '../../../src/report/junit.js';
import { renderSarif } from '../../../src/report/sarif.js';
import { RULES, type Judgement } from '../../../src/rules/index.js';
import { commandIn, linesOf, type RunnerCommand } from '../../action/support/runner.js';
import { frameComplaint } from './frame.js';

export const ruleUrl = (rule: string): string =>
  `https://github.com/org/caa-guard/blob/v1/docs/rules/${rule}.md`;
const SARIF = {
  tool: { name: 'caa-guard', version: '1.0.0' },
  rules: RULES,
  policyFiles: ['caa-guard.yaml'],
  ruleUrl,
};
const FAIL_ON = { drift: true, unknown: true };
const COLOURS = /\u001b\[[0-9;]*m/g;
const PLAIN = /^[\x20-\x7e\n]*$/;

/** What is wrong with how a judgement is told, on every surface; nothing if all of it is inert. */
export function complaintsAbout(judgement: Judgement): string[] {
  const terminal = renderTerminal(judgement, { color: true, width: 120, verbose: true });
  const json = renderJson(judgement);
  const sarif = renderSarif(judgement, SARIF);
  const junit = renderJunit(judgement);
  return [
    ...logComplaints('terminal', terminal),
    ...logComplaints('log', logLines(terminal)),
    ...logComplaints('JSON', json),
    ...logComplaints('SARIF', sarif),
    ...logComplaints('JUnit', junit),
    ...parseComplaints('JSON', () => JSON.parse(json) as unknown),
    ...parseComplaints('SARIF', () => JSON.parse(sarif) as unknown),
    ...parseComplaints('JUnit', () => parseXml(junit)),
    ...annotationComplaints(judgement),
    ...[frameComplaint(renderMarkdown(judgement, { ruleUrl }))].filter((one) => one !== undefined),
  ]; // prettier-ignore
}

/** The same for what a step prints, report and annotations, and nothing else: for very many strings. */
export function logComplaintsAbout(judgement: Judgement): string[] {
  const printed = logLines(renderTerminal(judgement, { color: true, width: 120 }));
  return [...logComplaints('log', printed), ...annotationComplaints(judgement)];
}

/** Every byte is one that may be there, and no line is a command. */
export function logComplaints(where: string, text: string): string[] {
  const complaints: string[] = [];
  if (!PLAIN.test(text.replace(COLOURS, ''))) complaints.push(`${where}: more than printable ASCII`);
  for (const line of linesOf(text)) {
    const command = commandIn(line);
    if (command !== undefined)
      complaints.push(`${where}: the command ${command.name} in ${JSON.stringify(line)}`);
  }
  return complaints;
}

function parseComplaints(where: string, parse: () => unknown): string[] {
  try {
    parse();
    return [];
  } catch (error) {
    return [`${where} does not read: ${String(error)}`];
  }
}

function parseXml(xml: string): void {
  const parser = new SaxesParser();
  const allowed = new Set([
    'testsuites',
    'testsuite',
    'testcase',
    'failure',
    'error',
    'skipped',
    'system-out',
    'properties',
    'property',
  ]);
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name }) => {
    if (!allowed.has(name)) throw new Error(`an element ${name}`);
  });
  parser.on('comment', () => {
    throw new Error('a comment');
  });
  parser.write(xml).close();
}

/** Annotations as the toolkit prints them: each one is one command, of the level that was meant, and nothing else is printed. */
function annotationComplaints(judgement: Judgement): string[] {
  const annotations = findingAnnotations(judgement, FAIL_ON);
  const printed = printedBy(() => annotations.forEach((one) => githubToolkit.annotate(one)));
  const lines = linesOf(printed).slice(0, -1);
  const commands = lines.map(commandIn);
  if (lines.length !== annotations.length)
    return [`${lines.length} lines for ${annotations.length} annotations`];
  return annotations.flatMap(({ level, title, message, at }, i) => {
    const command: RunnerCommand | undefined = commands[i];
    const right =
      command?.form === '::' &&
      command.name === level &&
      command.data === message &&
      command.properties['title'] === title &&
      command.properties['file'] === at?.file &&
      /^caa-guard: [a-z/-]+ \([a-z]+( [a-z ]+)?\)$|^caa-guard$/.test(title) &&
      PLAIN.test(message);
    return right ? [] : [`annotation: ${JSON.stringify(lines[i])}`];
  });
}

/** What a function prints. Nothing of it gets out. */
export function printedBy(work: () => void): string {
  const write = process.stdout.write.bind(process.stdout);
  let printed = '';
  process.stdout.write = (text: string | Uint8Array) => {
    printed += String(text);
    return true;
  };
  try {
    work();
  } finally {
    process.stdout.write = write;
  }
  return printed;
}
