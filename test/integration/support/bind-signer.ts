import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { keyTag, parseRecord } from '../../../src/dns/index.js';
import { run } from './processes.js';
import type { ZoneSpec } from './zone-spec.js';

/** The keys of a zone as files of BIND. */
export interface BindKeys {
  /** Base names of the key files, the one that a DS points at first. */
  readonly files: readonly string[];
}

export async function bindKeys(spec: ZoneSpec, dir: string): Promise<BindKeys> {
  const make = async (algorithm: string, flags: readonly string[]): Promise<string> => {
    const rsa = algorithm.includes('RSA');
    const bits = rsa ? ['-b', String(spec.keyBits ?? 2048)] : [];
    return (await run('dnssec-keygen', ['-q', '-a', algorithm, ...bits, ...flags, spec.name], dir)).trim();
  };
  let first = await make(spec.algorithm, ['-f', 'KSK']);
  if (spec.revoked === true)
    first = path.basename((await run('dnssec-revoke', ['-r', first], dir)).trim()).replace(/\.key$/, '');
  const others = [
    ...(spec.twoKeys === true ? [await make(spec.algorithm, [])] : []),
    ...(spec.second === undefined ? [] : [await make(spec.second, ['-f', 'KSK'])]),
  ];
  return { files: [first, ...others] };
}

/** DS lines for the parent. */
export async function bindDs(spec: ZoneSpec, keys: BindKeys, dir: string): Promise<readonly string[]> {
  if (spec.ds === 'none') return [];
  const [first = ''] = keys.files;
  if (spec.revoked === true) return [await dsOfRevoked(spec, first, dir)];
  const lines = await run('dnssec-dsfromkey', ['-a', spec.ds, `${first}.key`], dir);
  return lines.trim().split('\n');
}

/** Signs `text` and gives the path of the signed zone, damaged as the specification says. */
export async function bindSign(spec: ZoneSpec, text: string, keys: BindKeys, dir: string): Promise<string> {
  const stem = spec.name === '.' ? 'root' : spec.name.slice(0, -1);
  const plain = path.join(dir, `${stem}.zone`);
  const signed = path.join(dir, `${stem}.signed`);
  await writeFile(plain, text);
  const salt = spec.salt ?? '-';
  const nsec3 = [
    '-3',
    salt,
    '-H',
    String(spec.iterations ?? 0),
    ...(spec.denial === 'opt-out' ? ['-A'] : []),
  ];
  const single = spec.twoKeys === true ? [] : ['-z'];
  const files = keys.files.map((file) => path.join(dir, file));
  const include = await Promise.all(files.map((file) => readFile(`${file}.key`, 'utf8')));
  await writeFile(plain, [text, ...include].join('\n'));
  const times = [
    '-s',
    `now${signedOffset(spec.validFrom ?? -3600)}`,
    '-e',
    `now${signedOffset(spec.validUntil ?? 864_000)}`,
  ];
  const denial = spec.denial === 'nsec' ? [] : nsec3;
  const format = ['-O', 'full', '-P', '-o', spec.name, '-f', signed];
  await run('dnssec-signzone', [...format, ...single, ...denial, ...times, plain, ...files], dir);
  if (spec.damage !== undefined) {
    const lines = (await readFile(signed, 'utf8'))
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith(';'));
    await writeFile(signed, `${spec.damage(lines).join('\n')}\n`);
  }
  return signed;
}

function signedOffset(seconds: number): string {
  return seconds < 0 ? String(seconds) : `+${seconds}`;
}

/** dnssec-dsfromkey makes no DS for a key that is revoked; one that points at it all the same is what we want. */
async function dsOfRevoked(spec: ZoneSpec, file: string, dir: string): Promise<string> {
  const line = (await readFile(path.join(dir, `${file}.key`), 'utf8'))
    .split('\n')
    .find((one) => / DNSKEY /.test(one));
  const key = parseRecord(line ?? '');
  const digest = createHash('sha256').update(key.name.toCanonicalWire()).update(key.rdata).digest('hex');
  return `${spec.name} DS ${keyTag(key.rdata)} ${key.rdata[3]} 2 ${digest}`;
}
