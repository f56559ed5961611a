import { messageOf } from '../base/error.js';
import { HOW, planError } from './errors.js';
import { isObject, type Json, type JsonObject } from './value.js';

/** Longest text that is read, in UTF-16 units. */
export const MAX_PLAN_LENGTH = 256 * 1024 * 1024;

/**
 * The JSON document in a text, or the error that says which of the usual mix-ups it is. Throws
 * `CaaGuardError<PlanErrorCode>`.
 */
export function parseDocument(given: string): JsonObject {
  const text = given.startsWith('\ufeff') ? given.slice(1) : given;
  if (text.length > MAX_PLAN_LENGTH)
    throw planError(
      'PLAN_TOO_LARGE',
      `expected a plan of at most ${MAX_PLAN_LENGTH} characters; got ${text.length}. Check parts of it, by stack, or with fewer resources.`,
    );
  const start = text.slice(0, 200_000);
  if (start.trim() === '') {
    if (text.length <= start.length || text.trim() === '')
      throw planError(
        'PLAN_EMPTY',
        `expected a plan as JSON; the file is empty. Did the command that should write it fail? ${HOW}`,
      );
  }
  if (start.startsWith('PK\u0003\u0004'))
    throw planError(
      'PLAN_KIND',
      `expected a plan as JSON; this is the binary plan file that \`terraform plan -out\` writes. ${HOW}`,
    );
  if (/^(\ufffd\ufffd|\ufffe|.\u0000|\u0000)/s.test(start))
    throw planError(
      'PLAN_KIND',
      'expected a plan as JSON in UTF-8; this is UTF-16, as `>` of Windows PowerShell writes it. ' +
        'Use `cmd /c "terraform show -json tfplan > tfplan.json"`, or PowerShell 7.',
    );
  return documentOf(parsed(text, start));
}

function parsed(text: string, start: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (cause) {
    throw notJson(start, cause);
  }
}

function notJson(start: string, cause: unknown): Error {
  const [first = '', second = ''] = start.split('\n').filter((line) => line.trim() !== '');
  if (isLogLine(first) && (second === '' || isLogLine(second)))
    return planError(
      'PLAN_KIND',
      `expected a plan as one JSON document; these are the log lines of \`terraform plan -json\`. ${HOW}`,
      { cause },
    );
  if (
    /Terraform (used the selected providers|will perform the following)|OpenTofu (used|will perform)|No changes\.|Plan: \d+ to add|^\s*# \S+ (will be|must be)|Refreshing state\.\.\./m.test(
      start,
    )
  )
    return planError(
      'PLAN_KIND',
      `expected a plan as JSON; this is what \`terraform plan\` or \`terraform show\` prints for people. ${HOW}`,
      { cause },
    );
  return planError(
    'PLAN_KIND',
    `expected a plan as JSON; it is none: ${outsideWords(messageOf(cause))}. ${HOW}`,
    { cause },
  );
}

function isLogLine(line: string): boolean {
  return line.startsWith('{"@level":') || /^\{.*"@message":/.test(line.slice(0, 10_000));
}

/** The parser quotes what it stumbles over, and that may be a secret: only the place is told. */
function outsideWords(message: string): string {
  const place = /position \d+|line \d+ column \d+/.exec(message)?.[0];
  return /end of JSON input|Unterminated/.test(message)
    ? 'it ends too early'
    : place === undefined
      ? 'it cannot be parsed'
      : `it cannot be parsed (${place})`;
}

function documentOf(json: Json): JsonObject {
  if (!isObject(json))
    throw planError(
      'PLAN_KIND',
      `expected a plan as a JSON object; got ${Array.isArray(json) ? 'a list' : json === null ? 'null' : `a ${typeof json}`}. ${HOW}`,
    );
  if (Object.hasOwn(json, 'format_version')) return json;
  if (typeof json['version'] === 'number' && ('lineage' in json || 'serial' in json))
    throw planError(
      'PLAN_KIND',
      'expected a plan or a state as `terraform show -json` prints it; this is a raw state file. ' +
        'Write `terraform show -json > state.json`, or for a plan `terraform show -json tfplan > tfplan.json`.',
    );
  if ('@level' in json || '@message' in json)
    throw planError('PLAN_KIND', `expected a plan; this is a log line of \`terraform plan -json\`. ${HOW}`);
  if ('provider_schemas' in json)
    throw planError('PLAN_KIND', `expected a plan; these are provider schemas. ${HOW}`);
  if ('resource' in json || 'terraform' in json)
    throw planError(
      'PLAN_KIND',
      `expected a plan; this is configuration in JSON (*.tf.json). Plan it first. ${HOW}`,
    );
  throw planError(
    'PLAN_KIND',
    `expected a plan as \`terraform show -json\` prints it; this JSON has no format_version. ${HOW}`,
  );
}
