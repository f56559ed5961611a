import { describe, expect, it } from 'vitest';
import { verifyConsistency, verifyInclusion } from '../../../src/ct/merkle/index.js';
import { merkleCases } from './merkle-cases.js';

const inclusion = merkleCases('inclusion');
const consistency = merkleCases('consistency');

describe.skipIf(inclusion.length === 0)('proofs of inclusion of transparency-dev', () => {
  it.each(inclusion)('$name', ({ wantErr, integer, hash, proof }) => {
    const result = verifyInclusion({
      leafIndex: integer('leafIdx'),
      treeSize: integer('treeSize'),
      root: hash('root'),
      leafHash: hash('leafHash'),
      proof,
    });
    expect(result.ok).toBe(!wantErr);
  });
});

describe.skipIf(consistency.length === 0)('proofs of consistency of transparency-dev', () => {
  it.each(consistency)('$name', ({ wantErr, integer, hash, proof }) => {
    const result = verifyConsistency({
      size1: integer('size1'),
      size2: integer('size2'),
      root1: hash('root1'),
      root2: hash('root2'),
      proof,
    });
    expect(result.ok).toBe(!wantErr);
  });
});
