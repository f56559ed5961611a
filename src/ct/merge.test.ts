import { describe, expect, it } from 'vitest';
import { mergeByTbs } from './merge.js';
import type { CertificateFacts } from './model.js';

const seen = (tbsSha256: string, precertificate: boolean): { readonly facts: CertificateFacts } => ({
  facts: {
    sha256: `${tbsSha256}${precertificate}`,
    tbsSha256,
    spkiSha256: '',
    precertificate,
    serial: '',
    issuer: '',
    notBefore: 0,
    notAfter: 0,
    names: [],
    problems: [],
  },
});

describe('certificates with the same TBS', () => {
  it('are one issuance, for which the final certificate stands', () => {
    const [pre, final, other] = [seen('a', true), seen('a', false), seen('b', true)];
    expect(mergeByTbs([pre, other, final])).toEqual([
      { best: final, all: [pre, final] },
      { best: other, all: [other] },
    ]);
  });
});
