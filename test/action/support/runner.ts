/**
 * The runner's side of the log, restated from actions/runner (src/Runner.Common/ActionCommand.cs,
 * src/Runner.Worker/ActionCommandManager.cs): what it would obey in a line that a step prints.
 */

export interface RunnerCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
  readonly form: '::' | '##[';
}

/** Commands that the runner has registered, lower case; it compares without regard to case. */
const REGISTERED = new Set([
  'internal-set-repo-path',
  'set-env',
  'set-output',
  'save-state',
  'add-path',
  'add-mask',
  'add-matcher',
  'remove-matcher',
  'debug',
  'warning',
  'error',
  'notice',
  'group',
  'endgroup',
  'echo',
  'stop-commands',
]);

/** Lines as .NET's stream reader cuts them. */
export function linesOf(output: string): string[] {
  return output.split(/\r\n|\r|\n/);
}

/**
 * The command that the runner sees in a line, in either form; the new form is tried first.
 *
 * It looks for `::` and `##[` by the rules of a culture (`StartsWith` and `IndexOf` of a string without `StringComparison`), which
 * pass over characters that have no weight, and which differ by system. So a line is also read without such characters, without
 * colours, and with compatible characters as one: a command in one of these readings may be one somewhere.
 */
export function commandIn(line: string): RunnerCommand | undefined {
  return commandAsRead(line) ?? (/^[\x20-\x7e]*$/.test(line) ? undefined : commandAsRead(weightless(line)));
}

function commandAsRead(line: string): RunnerCommand | undefined {
  return newForm(line) ?? oldForm(line);
}

function weightless(line: string): string {
  return line
    .replace(/\u001b\[[0-9;]*m/g, '')
    .replace(/[\p{Cc}\p{Cf}\p{Mn}\p{Me}\p{Co}\p{Cs}\p{Cn}\u115f\u1160\u3164\uffa0]/gu, '')
    .normalize('NFKC');
}

/** `::name key=value,key=value::data`, at the start of the line behind any white space (.NET's `TrimStart`). */
function newForm(line: string): RunnerCommand | undefined {
  const trimmed = line.replace(/^[\s\u0085\u180e\u200b]+/u, '');
  if (!trimmed.startsWith('::')) return undefined;
  const end = trimmed.indexOf('::', 2);
  if (end < 0) return undefined;
  return commandOf(trimmed.slice(2, end), trimmed.slice(end + 2), '::');
}

/** `##[name key=value;key=value]data`, anywhere in the line. */
function oldForm(line: string): RunnerCommand | undefined {
  const start = line.indexOf('##[');
  const end = line.indexOf(']', start);
  if (start < 0 || end < 0) return undefined;
  return commandOf(line.slice(start + 3, end), line.slice(end + 1), '##[');
}

function commandOf(info: string, data: string, form: '::' | '##['): RunnerCommand | undefined {
  const space = info.indexOf(' ');
  const name = (space < 0 ? info : info.slice(0, space)).toLowerCase();
  if (!REGISTERED.has(name)) return undefined;
  const properties: Record<string, string> = {};
  for (const pair of space < 0
    ? []
    : info
        .slice(space + 1)
        .trim()
        .split(form === '::' ? ',' : ';')) {
    const at = pair.indexOf('=');
    if (at > 0) properties[pair.slice(0, at)] = unescaped(pair.slice(at + 1), PROPERTY[form]);
  }
  return { name, properties, data: unescaped(data, DATA[form]), form };
}

type Escapes = Readonly<Record<string, string>>;
const LINES: Escapes = { '%0D': '\r', '%0A': '\n' };
const OLD: Escapes = { '%3B': ';', '%5D': ']', ...LINES };
const PROPERTY: Readonly<Record<'::' | '##[', Escapes>> = {
  '::': { '%3A': ':', '%2C': ',', ...LINES },
  '##[': OLD,
};
const DATA: Readonly<Record<'::' | '##[', Escapes>> = { '::': LINES, '##[': OLD };

function unescaped(value: string, escapes: Escapes): string {
  return Object.entries({ ...escapes, '%25': '%' }).reduce(
    (text, [escape, one]) => text.replaceAll(escape, one),
    value,
  );
}

/** Outputs as the runner reads the file behind GITHUB_OUTPUT: `name=value`, or `name<<DELIMITER` up to a line that is it. */
export function outputsIn(file: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = file.split('\n');
  while (lines.length > 0) {
    const line = (lines.shift() ?? '').replace(/\r$/, '');
    if (line === '') continue;
    const heredoc = line.indexOf('<<');
    const equals = line.indexOf('=');
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      outputs[line.slice(0, equals)] = line.slice(equals + 1);
      continue;
    }
    if (heredoc < 0) throw new Error(`the runner would refuse the line ${JSON.stringify(line)}`);
    const delimiter = line.slice(heredoc + 2);
    const end = lines.indexOf(delimiter);
    if (end < 0) throw new Error(`no end ${JSON.stringify(delimiter)} of ${line.slice(0, heredoc)}`);
    outputs[line.slice(0, heredoc)] = lines
      .splice(0, end + 1)
      .slice(0, end)
      .join('\n');
  }
  return outputs;
}
