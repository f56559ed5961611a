import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { hostReadings } from '../../../src/base/certificate-host.js';
import { readIssuer } from '../../../src/ct/x509/issuer.js';
import { logView, tbsOfPreissued } from '../../../src/ct/x509/log-view.js';
import { readCertificate } from '../../../src/ct/x509/read.js';
import { readRequest } from '../../../src/ct/x509/request.js';
import { mutate, randomFrom, type Random } from '../codec/mutate.js';
import { missed, scanned } from './x509-names.js';
import { seedCertificates, seedRequests } from './x509-odd.js';

/** `FUZZ_CERTIFICATES=1000000 npx vitest run --project unit test/unit/ct-fuzz` for the long run; `FUZZ_SEED` for another. */
const CERTIFICATES = Number(process.env['FUZZ_CERTIFICATES'] ?? 4_000);
const SEED = Number(process.env['FUZZ_SEED'] ?? 20261125);

/** Octets before and behind the certificate in its buffer: whoever reads beyond it reads something else each time. */
const AROUND = 16;

/** Faults of the codec's fuzzing, tags and lengths changed, or the end cut off where a length says that there is more. */
function damaged(seed: Buffer, random: Random): Buffer {
  const kind = random(4);
  if (kind < 2) return mutate(seed, random);
  const bytes = Buffer.from(seed);
  if (kind === 2) return shortened(bytes, random);
  for (let faults = 1 + random(3); faults > 0; faults--) {
    const at = random(bytes.length);
    // Tags and lengths are the small numbers.
    if (bytes[at]! < 0x40 || random(4) === 0)
      bytes[at] = [random(256), 0x80, 0xa0, 0x30, 0x81, 0x1f][random(6)]!;
  }
  return bytes;
}

/** Cut within its content; the lengths of the outer two SEQUENCEs go to the end, or up to eight octets beyond. */
function shortened(bytes: Buffer, random: Random): Buffer {
  if (bytes[1] !== 0x82 || bytes[5] !== 0x82) return bytes;
  const cut = bytes.subarray(0, 8 + random(bytes.length - 8));
  cut.writeUInt16BE(cut.length - 4 + random(2) * random(9), 2);
  cut.writeUInt16BE(cut.length - 8 + random(2) * random(9), 6);
  return cut;
}

/** The same octets within two buffers whose other octets differ. */
function embedded(bytes: Buffer): readonly [Buffer, Buffer] {
  const [one, other] = [0x00, 0xff].map((fill) => {
    const buffer = Buffer.alloc(bytes.length + 2 * AROUND, fill);
    bytes.copy(buffer, AROUND);
    return buffer.subarray(AROUND, AROUND + bytes.length);
  });
  return [one!, other!];
}

/** Reads both ways, and throws if what lies around the bytes made a difference. */
function readTwice<T>(bytes: Buffer, read: (octets: Buffer) => T): T {
  const [one, other] = embedded(bytes).map(read);
  if (!isDeepStrictEqual(one, other))
    throw new RangeError(`read beyond the buffer: ${bytes.toString('base64')}`);
  return one!;
}

/** The scan, in place within the larger buffer. */
function scanTwice(bytes: Buffer): ReturnType<typeof scanned> {
  return readTwice(bytes, (octets) => {
    const buffer = Buffer.from(octets.buffer, octets.byteOffset - AROUND, octets.length + 2 * AROUND);
    return scanned(buffer, AROUND, AROUND + octets.length);
  });
}

describe('the readers of certificates and requests, against mutated ones', () => {
  it(
    `read ${CERTIFICATES} of them without a throw, within their bounds, and the scan misses no name`,
    { timeout: 7_200_000 },
    () => {
      const random = randomFrom(SEED);
      const seeds = seedCertificates();
      const requests = seedRequests();
      const counts = { problems: 0, oddities: 0, clean: 0, whole: 0, logged: 0, requests: 0 };
      for (let i = 0; i < CERTIFICATES; i++) {
        const bytes = damaged(seeds[random(seeds.length)]!, random);
        const facts = readTwice(bytes, readCertificate);
        const seen = scanTwice(bytes);
        const hidden = missed(facts, seen);
        if (hidden.length > 0)
          throw new Error(`${i} of seed ${SEED}: missed ${hidden.join(', ')}: ${bytes.toString('base64')}`);
        if (facts.problems.length > 0) counts.problems++;
        else if (facts.oddities === undefined) counts.clean++;
        else counts.oddities++;
        if (seen.whole) counts.whole++;
        const view = readTwice(bytes, logView);
        if (view !== undefined) counts.logged++;
        readTwice(bytes, readIssuer);
        if (i % 8 === 0) {
          tbsOfPreissued(bytes, seeds[0]!, seeds[1]!);
          tbsOfPreissued(seeds[0]!, bytes, bytes);
          for (const { value, from } of facts.names) hostReadings(value, from);
        }
        const request = readTwice(damaged(requests[random(requests.length)]!, random), readRequest);
        if (request.problems.length > 0) counts.requests++;
        if (![facts.notBefore, facts.notAfter].every(Number.isSafeInteger))
          throw new Error('a time is no number');
      }
      process.stdout.write(
        `x509 fuzz, seed ${SEED}: ${counts.clean} clean, ${counts.oddities} odd, ${counts.problems} with problems; ` +
          `${counts.whole} scanned as whole, ${counts.logged} seen as a log would, ${counts.requests} requests with problems\n`,
      );
      for (const count of Object.values(counts)) expect(count).toBeGreaterThan(CERTIFICATES / 100);
    },
  );
});
