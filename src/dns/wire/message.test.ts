import { describe, expect, it } from 'vitest';
import { DnsName } from '../../base/name.js';
import type { Message, ResourceRecord } from '../model.js';
import { encodeMessage } from './encode.js';
import { parseMessage } from './message.js';
import { encodeQuery } from './query.js';

const name = (text: string): DnsName => DnsName.parse(text);
const blank: Message = {
  id: 7,
  response: true,
  opcode: 0,
  authoritative: true,
  truncated: false,
  recursionDesired: false,
  recursionAvailable: false,
  authenticData: false,
  checkingDisabled: false,
  rcode: 0,
  questions: [{ name: name('www.example.com'), type: 1, class: 1 }],
  answer: [],
  authority: [],
  additional: [],
};
const record = (type: number, rdata: readonly number[], owner = 'www.example.com'): ResourceRecord => ({
  name: name(owner),
  type,
  class: 1,
  ttl: 300,
  rdata: Uint8Array.from(rdata),
  offset: 0,
});
const parsed = (bytes: Uint8Array): Message => {
  const result = parseMessage(bytes);
  if (!result.ok) throw new Error(result.problem);
  return result.message;
};
const problem = (bytes: Uint8Array): string => {
  const result = parseMessage(bytes);
  return result.ok ? 'none' : result.problem;
};
const header = (...counts: number[]): number[] => [
  0,
  7,
  0x84,
  0,
  ...counts.flatMap((count) => [count >> 8, count & 255]),
];

describe('parseMessage', () => {
  it('reads back what the encoder wrote, the extended RCODE and extended errors included', () => {
    const message: Message = {
      ...blank,
      rcode: 23,
      answer: [
        record(257, [0, 5, ...Buffer.from('issueca.example')]),
        record(1, [192, 0, 2, 1], 'WWW.example.com'),
      ],
      edns: { udpSize: 1232, version: 0, dnssecOk: true, errors: [{ code: 6, text: 'bogus' }] },
    };
    const back = parsed(encodeMessage(message));
    expect(back.rcode).toBe(23);
    expect(back.edns).toEqual(message.edns);
    expect(back.answer.map((r) => [r.name.toString(), r.type, [...r.rdata]])).toEqual(
      message.answer.map((r) => [r.name.toString(), r.type, [...r.rdata]]),
    );
  });

  it('reads back a query, label octets and all', () => {
    const odd = DnsName.fromLabels([Uint8Array.of(0x2e, 0xff), Uint8Array.of(0x41)]);
    const options = {
      id: 513,
      name: odd,
      type: 257,
      dnssecOk: true,
      recursionDesired: false,
      checkingDisabled: true,
      udpSize: 1232,
    };
    const query = parsed(encodeQuery(options));
    expect(query).toMatchObject({
      id: 513,
      response: false,
      checkingDisabled: true,
      edns: { udpSize: 1232, dnssecOk: true },
    });
    expect(query.questions[0]?.name.labels).toEqual(odd.labels);
  });

  it('expands a compressed name where that is allowed', () => {
    const bytes = [...header(0, 1, 0, 0), 1, 0x61, 0, 0, 2, 0, 1, 0, 0, 0, 9, 0, 4, 1, 0x62, 0xc0, 12];
    expect([...(parsed(Uint8Array.from(bytes)).answer[0]?.rdata ?? [])]).toEqual([1, 0x62, 1, 0x61, 0]);
  });

  it('spoils only the record whose RDATA is wrong', () => {
    const bytes = encodeMessage({ ...blank, answer: [record(1, [192, 0, 2]), record(1, [192, 0, 2, 1])] });
    const [bad, good] = parsed(bytes).answer;
    expect(bad?.malformed).toContain('1 octets short');
    expect(good?.malformed).toBeUndefined();
  });

  it.each([
    ['a CAA tag that runs into the next record', 257, [0, 9, 0x69], 'short in its tag'],
    ['an empty CAA tag', 257, [0, 0, 0x69], 'tag field is empty'],
    ['an NSEC window of 33 octets', 47, [0, 0, 33, ...new Array<number>(33).fill(1)], '1 to 32'],
    ['NSEC windows out of order', 47, [0, 1, 1, 1, 0, 1, 1], 'ascending'],
    ['a compressed DNAME target', 39, [0xc0, 12], 'compression is not allowed'],
    ['a SOA that ends early', 6, [0, 0, 0, 0, 0, 1], 'short'],
    ['octets behind an address', 1, [1, 2, 3, 4, 5], '1 octets are left over'],
  ])('marks %s as malformed', (_title, type, rdata, why) => {
    expect(parsed(encodeMessage({ ...blank, answer: [record(type, rdata)] })).answer[0]?.malformed).toContain(
      why,
    );
  });

  it.each([
    ['a short header', [0, 1], '2 octets'],
    ['octets behind the last record', [...header(0, 0, 0, 0), 0], 'left over'],
    ['a record that is announced and missing', header(0, 1, 0, 0), 'runs past its end'],
    ['two questions', header(2, 0, 0, 0), 'at most one'],
    ['a pointer to itself', [...header(1, 0, 0, 0), 0xc0, 12, 0, 1, 0, 1], 'does not point backwards'],
    ['a pointer into the header', [...header(1, 0, 0, 0), 0xc0, 2, 0, 1, 0, 1], 'into the header'],
    ['RDLENGTH past the end', [...header(0, 1, 0, 0), 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 5, 1], 'cut off'],
    ['a label of the reserved kind', [...header(1, 0, 0, 0), 0x41, 0, 0, 1, 0, 1], 'reserved kind'],
  ])('refuses %s', (_title, bytes, why) => {
    expect(problem(Uint8Array.from(bytes))).toContain(why);
  });

  it('takes a TTL with the top bit set as 0', () => {
    const bytes = encodeMessage({ ...blank, answer: [{ ...record(1, [1, 2, 3, 4]), ttl: 0x80000001 }] });
    expect(parsed(bytes).answer[0]?.ttl).toBe(0);
  });

  it('is quick with 64 KiB of pointers', () => {
    const chain = [
      0,
      0,
      ...Array.from({ length: 8000 }, (_, i) => [0xc0 | ((23 + 2 * i) >> 8), (23 + 2 * i) & 255]).flat(),
    ];
    const records = Array.from({ length: 3500 }, () => [0xff, 0xff, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]).flat();
    const bytes = [
      ...header(0, 3501, 0, 0),
      0,
      0xff,
      0,
      0,
      1,
      0,
      0,
      0,
      0,
      chain.length >> 8,
      chain.length & 255,
      ...chain,
      ...records,
    ];
    const start = process.hrtime.bigint();
    parseMessage(Uint8Array.from(bytes));
    expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(50);
  });
});
