import fc from 'fast-check';

/** What hurts somewhere: a log, a terminal, a page, a table, a link, an e-mail, a file of outputs. */
const FRAGMENTS: readonly string[] = [
  // commands to a runner, in both forms, and what its readers look through
  '::', '::error::', '::error file=a,line=1::', '::add-mask::a', '::set-output name=result::ok', '::stop-commands::x',
  '::add-matcher::m.json', '::save-state name=a::b', '##[', '##[add-mask]a', '##[stop-commands]x', '##[group]g', '##[error]',
  '##[SET-ENV name=PATH;]/x', '##vso[task.setvariable variable=a]b', '%0A', '%0D%0A::error::x', '%25', '%3A', '%2C', '#', '[', ']', ':',
  '##[set-output name=result;]ok', '\u0131', '\u0130', '##[add-mas\u212a]a', '##\u200b[add-mask]a', ':\u00ad:error::', '\uff1a\uff1aerror::',
  '\u200b::error::', '\u00a0::error::', '\ufeff::error::', '#\u001b[0m#[add-mask]a', '##\u0000[group]',
  // lines
  '\n', '\r', '\r\n', '\u0085', '\u2028', '\u2029', '\v', '\f', '\n::error::x', '\r##[group]x', '\n\n', '\n---\n', '\n    code\n', '\t',
  // terminals
  '\u001b[31m', '\u001b[2J', '\u001b]0;title\u0007', '\u001b]8;;https://evil.example\u0007a', '\u009b2J', '\b\b\b', '\u0007', '\u007f', '\u0000',
  '\u001b[8m', '\r\u001b[2K', '\u001bP', '\u001b(0',
  // what looks like something else, or like nothing
  '\u202e', '\u2066', '\u2069', '\u200d', '\u200b', '\ufeff', '\u00ad', '\u0430pple', '\u0338', 'e\u0301', '\u{1f600}', '\u{e0041}', '\ud800', '\udc00', '\ufffd',
  '\u115f', '\u3164',
  // Markdown and HTML
  '`', '``', '```', '~~~', '|', '| a | b |', '**', '__', '~~', '\\', '<', '>', '&', '"', "'", '</code>', '</pre>', '</summary>', '</details>', '<img src=x>',
  '<script>alert(1)</script>', '<a href="https://evil.example">', '<b>', '<!--', '-->', '--!>', ']]>', '<![CDATA[', '<?xml?>', '&lt;', '&#96;', '&#x60;', '&amp;#64;',
  '![](https://evil.example/x.png)', '[a](https://evil.example)', '[a]: https://evil.example', '[^1]', '[^1]: note', '[x]: <a>', '<https://evil.example>',
  'https://evil.example/', 'www.evil.example', 'mailto:a@evil.example', 'a@evil.example', '@everyone', '@org/team', '#123', 'GH-1', 'org/repo#1',
  'org/repo@0123456789abcdef0123456789abcdef01234567', '0123456789abcdef0123456789abcdef01234567', '# ', '\n# heading', '\n- item', '\n1. item', '\n> quote', '\n***\n',
  '\n===\n', '- [ ] task', ':warning:', '$x$', '$$', '\n|---|---|\n', '\n```diff\n', '\n<details>\n', '[!WARNING]', 'fixes #1',
  '<!-- caa-guard:v1:0123456789abcdef -->', '/cc @a',
  // programs that read files
  'ghadelimiter_', '<<EOF', '\nEOF\n', 'result=ok', '${{ github.token }}', '$(id)', '`id`', '{{', '${x}', '=1+1', '{"a":', '\\u0000', '\\u{5b}', '\\u{', '\\x5b', '\\',
  '__proto__', 'constructor', ' ', '  ', '\u00a0', '',
]; // prettier-ignore

/**
 * Strings as a stranger would write them: fragments that hurt somewhere, mixed with anything, in any order and case; now and then
 * nothing, or far too much.
 */
export function hostileText(): fc.Arbitrary<string> {
  const fragment = fc.constantFrom(...FRAGMENTS);
  const anything = fc.string({ unit: 'binary', maxLength: 4 });
  const units = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 3 });
  const piece = fc.oneof(
    { weight: 8, arbitrary: fragment },
    { weight: 1, arbitrary: anything },
    { weight: 1, arbitrary: fragment.map((one) => one.toUpperCase()) },
    { weight: 1, arbitrary: units.map((codes) => String.fromCharCode(...codes)) },
  );
  const mixed = fc.array(piece, { maxLength: 8 }).map((parts) => parts.join(''));
  return fc.oneof(
    { weight: 60, arbitrary: mixed },
    { weight: 1, arbitrary: mixed.map((one) => one.repeat(200)) },
    { weight: 1, arbitrary: fc.constantFrom('a'.repeat(5_000), 'a b '.repeat(500), '::'.repeat(3_000)) },
  );
}
