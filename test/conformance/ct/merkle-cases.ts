import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isObject, parseJson, wholeNumber, type JsonObject } from '../../../src/ct/log/index.js';
import { readVectors } from '../support/vectors.js';

/** One case of transparency-dev/merkle; `name` is its file below the folder. */
export interface MerkleCase {
  readonly name: string;
  readonly wantErr: boolean;
  /** Integers reach 2^64 - 1. */
  readonly integer: (field: string) => bigint;
  readonly hash: (field: string) => Buffer;
  readonly proof: readonly Buffer[];
}

const ROOT =
  process.env['CAA_GUARD_CONFORMANCE'] ??
  fileURLToPath(new URL('../../../../shared/conformance', import.meta.url));

/** All cases below a folder of `ct/merkle`, however deep; none where the vectors are absent. */
export function merkleCases(folder: string): readonly MerkleCase[] {
  const base = `${ROOT}/ct/merkle/${folder}`;
  if (readVectors('ct/README.md') === undefined || !existsSync(base)) return [];
  const files = readdirSync(base, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.json'),
  );
  return files.sort().map((file) => caseOf(file, readFileSync(`${base}/${file}`, 'utf8')));
}

function caseOf(name: string, source: string): MerkleCase {
  const json = parseJson(source);
  if (!isObject(json)) throw new Error(`${name} is no JSON object`);
  return {
    name,
    wantErr: json['wantErr'] === true,
    integer: (field) => wholeNumber(json[field]) ?? fail(name, field),
    hash: (field) => octets(json, field),
    proof: Array.isArray(json['proof'])
      ? (json['proof'] as string[]).map((one) => Buffer.from(one, 'base64'))
      : [],
  };
}

/** Hashes may be null or empty. */
function octets(json: JsonObject, field: string): Buffer {
  const value = json[field];
  return Buffer.from(typeof value === 'string' ? value : '', 'base64');
}

function fail(name: string, field: string): never {
  throw new Error(`${name} has no whole number as ${field}`);
}
