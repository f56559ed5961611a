import { describe, expect, it } from 'vitest';
import { verifySubtreeConsistency, verifySubtreeInclusion } from '../../../src/ct/merkle/index.js';
import { merkleCases } from './merkle-cases.js';

const inclusion = merkleCases('subtreeinclusion');
const consistency = merkleCases('subtreeconsistency');

describe.skipIf(inclusion.length === 0)('proofs of inclusion in a subtree of transparency-dev', () => {
  it.each(inclusion)('$name', ({ wantErr, integer, hash, proof }) => {
    const result = verifySubtreeInclusion({
      leafIndex: integer('leafIdx'),
      start: integer('start'),
      end: integer('end'),
      root: hash('root'),
      leafHash: hash('leafHash'),
      proof,
    });
    expect(result.ok).toBe(!wantErr);
  });
});

describe.skipIf(consistency.length === 0)('proofs of consistency of a subtree of transparency-dev', () => {
  it.each(consistency)('$name', ({ wantErr, integer, hash, proof }) => {
    const result = verifySubtreeConsistency({
      start: integer('start'),
      end: integer('end'),
      size: integer('size'),
      root1: hash('root1'),
      root2: hash('root2'),
      proof,
    });
    expect(result.ok).toBe(!wantErr);
  });
});
