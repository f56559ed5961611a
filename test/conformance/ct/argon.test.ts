import { describe, expect, it } from 'vitest';
import {
  leafHashOfEntry,
  readConsistencyAnswer,
  readEntriesAnswer,
  readExtraData,
  readLeafInput,
  readLogKey,
  readProofAnswer,
  readSthAnswer,
  verifyTreeHead,
  type Read,
  type TreeHead,
} from '../../../src/ct/log/index.js';
import { verifyInclusion } from '../../../src/ct/merkle/index.js';
import { readVectors } from '../support/vectors.js';

const FOLDER = 'ct/azul/http_get';
const HASH = 'nCs3mfIydh9x4CKyQ-2Bu2xtmpxmFggA5MLymHwNQSlLg-3D';
const list = readVectors('ct/loglists/all_logs_list.v3-53.34-2025-05-05.json');
const answer = (name: string): string => readVectors(`${FOLDER}/${name}`) ?? '';

function value<T>(result: Read<T>): T {
  if (!result.ok) throw new Error(result.problem);
  return result.value;
}

describe.skipIf(list === undefined)('answers of Argon2020', () => {
  const head = (): TreeHead => value(readSthAnswer(answer('get-sth')));

  it('carry a tree head that the key of the log signed', () => {
    const sth = head();
    const keys = [
      ...(list ?? '').matchAll(/"description": "Google 'Argon2020' log",[^}]*?"key": "(?<key>[^"]*)"/gs),
    ];
    const key = readLogKey(Buffer.from(keys[0]?.groups?.['key'] ?? '', 'base64'));
    if (key === undefined) throw new Error('expected the key of Argon2020 in the list');
    expect(sth).toMatchObject({ size: 961984011, timestamp: 1726494206646 });
    expect(verifyTreeHead(sth, key).ok).toBe(true);
    for (const changed of [
      { ...sth, size: sth.size + 1 },
      { ...sth, timestamp: sth.timestamp + 1 },
      { ...sth, root: Buffer.alloc(32) },
    ])
      expect(verifyTreeHead(changed, key).ok).toBe(false);
  });

  it('carry entry 10000 and the proof that it is included', () => {
    const sth = head();
    const [raw] = value(readEntriesAnswer(answer('get-entries-start-10000-end-10000')));
    const entry = value(readLeafInput(raw?.leafInput ?? Buffer.alloc(0)));
    expect(entry.kind).toBe('x509');
    const { chain } = value(readExtraData(entry.kind, raw?.extraData ?? Buffer.alloc(0)));
    expect(chain.length).toBeGreaterThan(0);
    const leafHash = leafHashOfEntry(entry);
    // the name of the file is the hash in the URL, with its marks percent-encoded and the percent signs as hyphens
    const named = HASH.replace(
      /-(2B|2F|3D)/g,
      (_, code: string) => ({ '2B': '+', '2F': '/', '3D': '=' })[code] ?? '',
    );
    expect(leafHash.toString('base64')).toBe(named);
    const proof = value(readProofAnswer(answer(`get-proof-by-hash-tree-size-961984011-hash-${HASH}`)));
    const claim = { treeSize: BigInt(sth.size), root: sth.root, leafHash, proof: proof.auditPath };
    expect(verifyInclusion({ ...claim, leafIndex: proof.leafIndex })).toEqual({ ok: true });
    expect(verifyInclusion({ ...claim, leafIndex: 10_001n }).ok).toBe(false);
  });

  it('carry a path of consistency of 30 hashes', () => {
    const path = value(readConsistencyAnswer(answer('get-sth-consistency-first-3654490-second-961984011')));
    expect(path).toHaveLength(30);
  });
});
