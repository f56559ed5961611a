import { isDeepStrictEqual } from 'node:util';
import { parse, Scalar, visit, type Document } from 'yaml';
import { inertYaml, needsQuotes, type Plain } from '../report/index.js';

/**
 * A document as YAML, for a file or for standard output: it reads the same, and a runner that sees it finds nothing to obey.
 * Throws if it would not read the same.
 */
export function yamlText(document: Document): Plain {
  visit(document, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value === 'string' && needsQuotes(scalar.value)) scalar.type = Scalar.QUOTE_DOUBLE;
    },
  });
  const yaml = inertYaml(document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Infinity }));
  if (!isDeepStrictEqual(parse(yaml), document.toJS()))
    throw new Error('what was written as YAML does not read the same; this is a fault of caa-guard');
  return yaml;
}
