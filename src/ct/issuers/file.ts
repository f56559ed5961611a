import * as v from 'valibot';
import { CaaGuardError, messageOf } from '../../base/error.js';
import type { IssuerGroup } from './model.js';

/** Format of a file that `refresh issuers` writes. */
export const ISSUERS_FORMAT = 'caa-guard/issuers/1';

const hex = (octets: string) => v.pipe(v.string(), v.regex(new RegExp(`^(?:[0-9a-f]{2})${octets}$`)));
const text = v.pipe(v.string(), v.maxLength(1_000));
const schema = v.strictObject({
  format: v.literal(ISSUERS_FORMAT),
  groups: v.pipe(
    v.array(
      v.strictObject({
        source: text,
        date: v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/)),
        issuers: v.pipe(
          v.array(
            v.strictObject({
              keyId: v.exactOptional(hex('{1,64}')),
              spkiSha256: v.exactOptional(hex('{32}')),
              name: text,
              owner: text,
              caaDomains: v.pipe(v.array(v.pipe(v.string(), v.maxLength(253))), v.maxLength(1_000)),
            }),
          ),
          v.maxLength(100_000),
        ),
      }),
    ),
    v.maxLength(100),
  ),
});

/** Reads such a file. Throws `CaaGuardError<'ISSUERS_INVALID'>`. */
export function parseIssuers(json: string): readonly IssuerGroup[] {
  const expected = `expected a table of issuers (${ISSUERS_FORMAT}), as \`caa-guard refresh issuers\` writes it`;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new CaaGuardError('ISSUERS_INVALID', `${expected}; got no JSON: ${messageOf(cause)}`, { cause });
  }
  const read = v.safeParse(schema, value);
  if (read.success) return read.output.groups;
  const [issue] = read.issues;
  const where = v.getDotPath(issue) ?? 'the whole';
  throw new CaaGuardError('ISSUERS_INVALID', `${expected}; at ${where}: ${issue.message}`);
}

/** One row a line, so that a change reads well in a diff. */
export function writeIssuers(groups: readonly IssuerGroup[]): string {
  const written = groups.map(({ source, date, issuers }) => {
    const rows = issuers.map((issuer) => `      ${JSON.stringify(issuer)}`).join(',\n');
    return `    {\n      "source": ${JSON.stringify(source)},\n      "date": ${JSON.stringify(date)},\n      "issuers": [\n${rows}\n      ]\n    }`;
  });
  return `{\n  "format": ${JSON.stringify(ISSUERS_FORMAT)},\n  "groups": [\n${written.join(',\n')}\n  ]\n}\n`;
}
