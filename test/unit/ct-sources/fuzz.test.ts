import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { issuersFromCcadb, readDelegations } from '../../../src/ct/issuers/index.js';
import { readCsv } from '../../../src/ct/issuers/csv.js';
import { readCrtshList, truncation } from '../../../src/ct/source/crtsh-list.js';
import { readPage } from '../../../src/ct/source/page.js';
import { isCertificate, readPem } from '../../../src/ct/source/pem.js';

/** A few thousand in every run; a million by hand. */
const RUNS = Number(process.env['FUZZ_CT'] ?? 3_000);
const DER = Buffer.from('3003020100', 'hex').toString('base64');

/** A good text of each kind, and what reads it. */
const READERS: readonly (readonly [name: string, good: string, read: (text: string) => unknown])[] = [
  [
    'an answer of Cert Spotter',
    JSON.stringify([{ id: '7', cert_der: DER, cert_sha256: 'ab', issuer: { caa_domains: ['a.example'] } }]),
    readPage,
  ],
  [
    'an answer of crt.sh',
    JSON.stringify([{ id: 7, serial_number: '0a', result_count: 3 }]),
    (text) => {
      const list = readCrtshList(text);
      return 'rows' in list ? truncation(list.rows) : list;
    },
  ],
  [
    'a bundle of PEM',
    `-----BEGIN CERTIFICATE-----\n${DER}\n-----END CERTIFICATE-----\n`,
    (text) => readPem(text).filter(isCertificate),
  ],
  ['CSV', 'a,"b ""c""\r\nd"\r\n1,2\n', (text) => readCsv(text)],
  [
    'CCADB’s report',
    `Subject,Subject Key Identifier (Hex),Recognized CAA Domains\nCN=A,${'00'.repeat(20)},"a.example; b.example"\n`,
    issuersFromCcadb,
  ],
  ['SSLMate’s list', JSON.stringify([{ name: 'A', domains: ['a.example'] }]), readDelegations],
];

describe.each(READERS)('%s', (_name, good, read) => {
  it('is read without a throw, whatever became of it', () => {
    const damage = fc.array(
      fc.tuple(
        fc.nat(good.length),
        fc.constantFrom('cut', 'put', 'twice'),
        fc.string({ unit: 'binary', maxLength: 8 }),
      ),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(damage, (faults) => {
        let text = good;
        for (const [at, kind, piece] of faults) {
          if (kind === 'cut') text = text.slice(0, at) + text.slice(at + piece.length);
          else if (kind === 'put') text = text.slice(0, at) + piece + text.slice(at);
          else text += text.slice(at);
        }
        expect(() => read(text)).not.toThrow();
      }),
      { numRuns: RUNS, seed: 20261125 },
    );
    expect(() => read('')).not.toThrow();
  });
});
