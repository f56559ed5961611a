import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyBundle } from '../../../src/ct/attestation/verify.js';
import { readTrust } from '../../../src/ct/attestation/trust.js';
import { PUBLIC_GOOD } from '../../../src/ct/attestation/public-good.js';
import { readMaterial } from '../../../src/ct/ledger/material.js';
import { certificateOf, pem, requestOf } from '../../../src/ct/ledger/testing/material.js';
import { withEntries, withoutEnded } from '../../../src/policy/ledger/edit.js';
import { readLedger } from '../../../src/policy/ledger/read.js';

const RUNS = Number(process.env['FUZZ_LEDGER'] ?? 1_000);
const SEED = 20261125;
const hex = (digit: string): string => digit.repeat(64);
const LEDGER = withEntries(
  'ledger.yaml',
  undefined,
  new Map([
    [
      'example.com',
      [
        { kind: 'key', spkiSha256: hex('1'), names: [] },
        { kind: 'csr', spkiSha256: hex('2'), names: ['*.example.com', '192.0.2.1'], note: 'why: "so"' },
        {
          kind: 'certificate',
          tbsSha256: hex('3'),
          names: ['example.com'],
          notBefore: 1.7e12,
          notAfter: 1.71e12,
        },
      ],
    ],
  ]),
).text;

/** Octets of something good with a few of them changed, cut or put in. */
function damaged(good: Uint8Array): fc.Arbitrary<Buffer> {
  const fault = fc.tuple(fc.nat(good.length), fc.nat(255), fc.constantFrom('set', 'cut', 'insert'));
  return fc.array(fault, { minLength: 1, maxLength: 5 }).map((faults) =>
    faults.reduce((bytes, [at, octet, kind]) => {
      if (kind === 'cut') return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + (octet % 16))]);
      const rest = bytes.subarray(kind === 'set' ? at + 1 : at);
      return Buffer.concat([bytes.subarray(0, at), Buffer.of(octet), rest]);
    }, Buffer.from(good)),
  );
}

describe('whatever is given for', () => {
  it('a ledger is read or told, and edited only where it reads back with what was in it', () => {
    let read = 0;
    fc.assert(
      fc.property(damaged(Buffer.from(LEDGER)), (octets) => {
        const source = octets.toString('utf8');
        const { ledger, problems } = readLedger('ledger.yaml', source);
        if (problems.length > 0) {
          for (const { at, message } of problems)
            expect([at.line > 0, message.length > 0]).toEqual([true, true]);
          return;
        }
        read++;
        const plain = (one: typeof ledger): string =>
          JSON.stringify(
            [...one]
              .map(([domain, entries]) => [
                domain,
                entries.map(({ at: _at, ...rest }) => JSON.stringify(rest)).sort(),
              ])
              .sort(),
          );
        const entry = { kind: 'key' as const, spkiSha256: hex('f'), names: [] };
        const { text } = withEntries('ledger.yaml', source, new Map([['added.example', [entry]]]));
        const back = readLedger('ledger.yaml', text);
        expect(back.problems).toEqual([]);
        expect(back.ledger.get('added.example')).toMatchObject([entry]);
        const rest = new Map([...back.ledger].filter(([domain]) => domain !== 'added.example'));
        expect(plain(rest)).toBe(plain(ledger));
        const pruned = withoutEnded('ledger.yaml', source, 1.8e12);
        const left = readLedger('ledger.yaml', pruned.text);
        expect(left.problems).toEqual([]);
        expect([...left.ledger.values()].flat().length + [...pruned.removed.values()].flat().length).toBe(
          [...ledger.values()].flat().length,
        );
      }),
      { numRuns: RUNS, seed: SEED },
    );
    expect(read).toBeGreaterThan(50);
  });

  it('a certificate or a request is read or told', () => {
    const { certificate } = certificateOf(['example.com'], 'fuzz');
    const files = [certificate, requestOf(['example.com']), Buffer.from(pem('CERTIFICATE', certificate))];
    fc.assert(
      fc.property(
        fc.oneof(
          ...files.map(damaged),
          fc.uint8Array().map((one) => Buffer.from(one)),
        ),
        (octets) => {
          const result = readMaterial(octets);
          expect('problem' in result || result.materials.length > 0).toBe(true);
        },
      ),
      { numRuns: RUNS, seed: SEED },
    );
  });

  it('an attestation is refused', () => {
    const trust = readTrust(PUBLIC_GOOD.name, PUBLIC_GOOD.json);
    const bundle = JSON.stringify({
      mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      verificationMaterial: {
        certificate: {
          rawBytes: Buffer.from(certificateOf(['example.com'], 'fuzz').certificate).toString('base64'),
        },
        tlogEntries: [
          {
            logIndex: '1',
            logId: { keyId: 'AAAA' },
            kindVersion: { kind: 'dsse', version: '0.0.1' },
            integratedTime: '1700000000',
            inclusionPromise: { signedEntryTimestamp: 'AAAA' },
            inclusionProof: {
              logIndex: '1',
              rootHash: 'AAAA',
              treeSize: '1',
              hashes: [],
              checkpoint: { envelope: 'x' },
            },
            canonicalizedBody: 'e30=',
          },
        ],
      },
      dsseEnvelope: {
        payload: 'e30=',
        payloadType: 'application/vnd.in-toto+json',
        signatures: [{ sig: 'AAAA', keyid: '' }],
      },
    });
    fc.assert(
      fc.property(
        fc.oneof(
          damaged(Buffer.from(bundle)).map((one) => one.toString('utf8')),
          fc.json(),
        ),
        (text) => {
          expect(verifyBundle(text, hex('a'), trust, 1.8e12).state).toBe('failed');
        },
      ),
      { numRuns: RUNS, seed: SEED },
    );
  });
});
