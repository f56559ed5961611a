import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { children, header, readTlv } from '../../../src/ct/x509/der.js';
import { readIssuer } from '../../../src/ct/x509/issuer.js';
import { logView, tbsOfPreissued } from '../../../src/ct/x509/log-view.js';
import { readBinary } from '../support/vectors.js';

const chain = readBinary('ct/azul/preissuer/preissuer-chain.pem');
const golden = readBinary('ct/azul/preissuer/golden/preissuer-precert-tbs.der');

const sha256 = (octets: Uint8Array): string => createHash('sha256').update(octets).digest('hex');

function certificates(pem: Buffer): readonly Buffer[] {
  return [...pem.toString().matchAll(/-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/g)].map(
    (match) => Buffer.from(match[1] ?? '', 'base64'),
  );
}

describe.skipIf(chain === undefined || golden === undefined)(
  'a precertificate of a signing CA (azul)',
  () => {
    const [leaf = Buffer.of(), signer = Buffer.of(), issuer = Buffer.of()] = certificates(
      chain ?? Buffer.of(),
    );

    it('without its poison is the golden TBS', () => {
      expect(logView(leaf)?.precertificate).toBe(true);
      expect(logView(signer)?.precertSigning).toBe(true);
      expect(sha256(logView(leaf)?.tbs ?? Buffer.of())).toBe(sha256(golden ?? Buffer.of()));
    });

    it('as RFC 6962, section 3.2 has it, is the golden TBS with issuer and key identifier of the third certificate', () => {
      const tbs = tbsOfPreissued(leaf, signer, issuer);
      const [view, real] = [logView(signer), readIssuer(issuer)];
      if (tbs === undefined || view === undefined || real === undefined || golden === undefined)
        throw new Error('the chain of the vector cannot be read');
      expect(real.subject).toMatch(/^CN=Merge Delay Intermediate 1/);
      // The golden TBS changed by hand: its fields one by one, the key identifier as octets.
      const outer = readTlv(golden, 0, golden.length)!;
      const fields = children(golden, outer).items.map(({ at, end }) => golden.subarray(at, end));
      const before = logView(leaf)?.authorityKeyId;
      expect(before).toHaveLength(real.subjectKeyId?.length ?? 0);
      const changed = fields.map((field, i) =>
        i === 3
          ? real.subjectName
          : Buffer.from(field.toString('hex').replaceAll(before ?? 'none', real.subjectKeyId ?? ''), 'hex'),
      );
      const length = changed.reduce((sum, field) => sum + field.length, 0);
      const expected = Buffer.concat([header(0x30, length), ...changed]);
      expect(sha256(tbs)).toBe(sha256(expected));
    });
  },
);
