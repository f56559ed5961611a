/** Ways to damage a signed zone, whose lines are `owner ttl IN TYPE rdata`, one record each. */
export type Damage = (lines: readonly string[]) => readonly string[];

const typeOf = (line: string): string => /\sIN\s+(\S+)/.exec(line)?.[1] ?? '';
const covers = (line: string): string => /\sIN\s+RRSIG\s+(\S+)/.exec(line)?.[1] ?? '';

/** Drops the records of a type, and the signatures over them. */
export const dropRecords =
  (type: string): Damage =>
  (lines) =>
    lines.filter((line) => typeOf(line) !== type && covers(line) !== type);

export const dropSignatures =
  (type: string): Damage =>
  (lines) =>
    lines.filter((line) => covers(line) !== type);

/** Changes one octet in each signature over a type. */
export const spoilSignatures =
  (type: string): Damage =>
  (lines) =>
    lines.map((line) => {
      if (covers(line) !== type) return line;
      const fields = line.split(' ');
      const at = fields.length - 2;
      const signature = fields[at] ?? '';
      fields[at] = (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1);
      return fields.join(' ');
    });

/** Replaces text in the records of a type, after they were signed. */
export const tamper =
  (type: string, from: string | RegExp, to: string): Damage =>
  (lines) =>
    lines.map((line) => (typeOf(line) === type ? line.replace(from, to) : line));

/** Drops the records whose whole line matches. */
export const dropLines =
  (pattern: RegExp): Damage =>
  (lines) =>
    lines.filter((line) => !pattern.test(line));

/** Changes the last hex digit of each DS line. */
export const spoilDs: Damage = (lines) =>
  lines.map((line) => line.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')));

/** Changes the key tag, algorithm or digest type of each DS line. */
export const changeDs =
  (field: 'algorithm' | 'digest', value: number): Damage =>
  (lines) =>
    lines.map((line) => {
      const [, head, tag, algorithm, digest, rest] =
        /^(.*\sDS\s+)(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return field === 'algorithm'
        ? `${head}${tag} ${value} ${digest} ${rest}`
        : `${head}${tag} ${algorithm} ${value} ${rest}`;
    });

/** Adds another DS beside the right one. */
export const addDs =
  (tag: number, algorithm: number, digest: number, octets: number): Damage =>
  (lines) => [
    ...lines,
    (lines[0] ?? '').replace(/DS\s.*$/, `DS ${tag} ${algorithm} ${digest} ${'ab'.repeat(octets)}`),
  ];
