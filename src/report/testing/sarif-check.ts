import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { Ajv, type AnySchema } from 'ajv';
import type { SarifLog } from '../sarif-model.js';

/** The schema of SARIF 2.1.0 as a package of Microsoft's carries it. */
const schema = JSON.parse(
  readFileSync(
    createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'),
    'utf8',
  ),
) as Record<string, unknown>;
// Draft 4 of JSON Schema, of which this one uses nothing that later drafts read otherwise, but for these two.
const { id: _id, $schema: _draft, ...rest } = schema;
const validate = new Ajv({
  strict: false,
  validateFormats: false,
  allErrors: true,
  unicodeRegExp: false,
}).compile(rest as AnySchema);

/**
 * What is wrong with a SARIF file: by the schema, and by what GitHub's documentation on code scanning asks for beyond it. Nothing, if all
 * is well.
 */
export function sarifProblems(text: string): string[] {
  const log = JSON.parse(text) as SarifLog;
  if (!validate(log))
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  const problems: string[] = [];
  const hold = (well: boolean, what: string): void => {
    if (!well) problems.push(what);
  };
  const [run] = log.runs;
  const { rules } = run.tool.driver;
  hold(/^[\x20-\x7e\n]*$/.test(text), 'not printable ASCII');
  hold(gzipSync(text).length <= 10_000_000, 'over 10 MB packed');
  hold(run.results.length <= 25_000, 'over 25,000 results');
  hold(/^[^/].*\/$/.test(run.automationDetails.id), 'no category');
  hold(new Set(rules.map(({ id }) => id)).size === rules.length, 'a rule twice');
  for (const { id, shortDescription, fullDescription, help, properties } of rules) {
    const security = properties['security-severity'];
    hold(shortDescription.text.length <= 1_024 && fullDescription.text.length <= 1_024, `${id}: long`);
    hold(help.text !== '' && help.markdown !== '', `${id}: no help`);
    hold(properties.tags.length <= 10, `${id}: tags that are not shown`);
    hold(security === undefined || (Number(security) > 0 && Number(security) <= 10), `${id}: severity`);
  }
  for (const { ruleId, ruleIndex = -1, message, locations, partialFingerprints } of run.results) {
    const [{ physicalLocation }] = locations;
    const { startLine, startColumn, endLine, endColumn } = physicalLocation.region;
    hold(rules[ruleIndex]?.id === ruleId, `${ruleId}: no such rule`);
    hold(message.text.trim() !== '', `${ruleId}: no message`);
    hold(!message.text.includes(']('), `${ruleId}: a link`);
    hold(!/[{}]/.test(message.text.replace(/\{\{|\}\}/g, '')), `${ruleId}: a place for an argument`);
    hold(startLine >= 1 && startColumn >= 1, `${ruleId}: begins nowhere`);
    hold(endLine > startLine || (endLine === startLine && endColumn > startColumn), `${ruleId}: ends before`);
    hold(
      /^(file:\/\/\/)?[A-Za-z0-9%._~()'*!/-]+$/.test(physicalLocation.artifactLocation.uri),
      `${ruleId}: URI`,
    );
    hold(
      /^[0-9a-f]{16}:1$/.test(partialFingerprints['primaryLocationLineHash'] ?? ''),
      `${ruleId}: fingerprint`,
    );
  }
  const prints = run.results.map((one) => one.partialFingerprints['primaryLocationLineHash']);
  hold(new Set(prints).size === prints.length, 'a fingerprint twice');
  return problems;
}
