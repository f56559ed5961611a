import { describe, expect, it } from 'vitest';
import { toBase64 } from './bytes.js';
import type { Evidence } from './evidence.js';
import { recheckCertificates, recheckLookups } from './recheck.js';
import { survey } from './survey.js';
import {
  domainPolicy,
  failed,
  fakeReader,
  fakeResolver,
  fakeSource,
  policyOf,
  secure,
  stillClock,
} from './testing/fakes.js';

const CAA = Uint8Array.of(0, 5, 0x69, 0x73, 0x73, 0x75, 0x65, 0x3b);
const world = {
  'example.com/CAA': [secure('example.com', 257, CAA)],
  'example.com/DS': [failed('example.com', 'servfail')],
};

function take(): Promise<Evidence> {
  return survey({
    policy: policyOf(domainPolicy('example.com')),
    resolver: fakeResolver(world),
    issuance: {
      sources: [
        fakeSource('ct', {
          issuances: [
            { der: Uint8Array.of(9, 1), id: '1' },
            { der: Uint8Array.of(3), id: '2' },
          ],
        }),
      ],
      reader: fakeReader,
    },
    clock: stillClock,
    tool: { name: 'caa-guard', version: '0' },
    vantage: { mode: 'iterative', servers: [] },
    anchors: [],
  });
}

describe('evidence held against its own bytes', () => {
  it('has nothing against an honest file', async () => {
    const evidence = await take();
    expect(recheckCertificates(evidence, fakeReader)).toEqual([]);
    expect(await recheckLookups(evidence, fakeResolver(world))).toEqual([]);
  });

  it('finds a certificate whose facts are not in its DER', async () => {
    const evidence = structuredClone(await take());
    const [certificate] = evidence.domains[0]!.issuance[0]!.certificates;
    Object.assign(certificate!.facts, { spkiSha256: 'f'.repeat(64) });
    expect(recheckCertificates(evidence, fakeReader)).toEqual([
      {
        subject: expect.stringMatching(/^certificate 03/) as string,
        recorded: `spkiSha256 "${'f'.repeat(64)}"`,
        found: `spkiSha256 "${'0'.repeat(64)}"`,
      },
    ]);
  });

  it('finds an issuer that our table knows otherwise', async () => {
    const evidence = structuredClone(await take());
    const certificate = evidence.domains[0]!.issuance[0]!.certificates[1]!;
    Object.assign(certificate.issuerCaa, { domains: ['friend.example'], from: 'source' });
    expect(recheckCertificates(evidence, fakeReader)).toMatchObject([{ found: 'issuer ["known.example"]' }]);
  });

  it('finds an answer that the recorded exchanges do not give', async () => {
    const evidence = structuredClone(await take());
    const lookup = evidence.domains[0]!.lookups['example.com/CAA']!;
    Object.assign(lookup.answer!, { rdatas: [toBase64(Uint8Array.of(0, 5, 0x69, 0x73, 0x73, 0x75, 0x65))] });
    expect(await recheckLookups(evidence, fakeResolver(world))).toMatchObject([
      { subject: 'lookup example.com/CAA', found: expect.stringContaining(toBase64(CAA)) as string },
    ]);
  });

  it('finds a signature that nobody gave', async () => {
    const evidence = structuredClone(await take());
    const lookup = evidence.domains[0]!.lookups['example.com/CAA']!;
    Object.assign(lookup.answer!, { signatures: [toBase64(Uint8Array.of(1, 2, 3))] });
    expect(await recheckLookups(evidence, fakeResolver(world))).toMatchObject([
      { recorded: 'signature AQID', found: 'no such signature in any recorded exchange' },
    ]);
  });

  it('finds a failure that was none', async () => {
    const evidence = await take();
    expect(await recheckLookups(evidence, fakeResolver({ ...world, 'example.com/DS': [] }))).toMatchObject([
      {
        subject: 'lookup example.com/DS',
        recorded: expect.stringMatching(/^indeterminate \(servfail/) as string,
      },
    ]);
  });

  it('asks again what failed at first, as the survey did', async () => {
    const evidence = await take();
    const moment = { ...world, 'example.com/NS': [failed('example.com'), secure('example.com', 2)] };
    expect(await recheckLookups(evidence, fakeResolver(moment))).toEqual([]);
  });
});
