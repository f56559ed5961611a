import { describe, expect, it } from 'vitest';
import type { Evidence } from './evidence.js';
import { readEvidence } from './read.js';
import { fakeReader, NOON } from './testing/fakes.js';
import { writeEvidence } from './write.js';

const evidence: Evidence = {
  format: 'caa-guard/evidence/1',
  tool: { name: 'caa-guard', version: '0.1.0' },
  startedAt: NOON,
  finishedAt: NOON + 5,
  vantage: { mode: 'iterative', servers: [] },
  anchors: ['. IN DS 20326 8 2 E06D44B8'],
  domains: [
    {
      zone: 'example.com',
      lookups: {
        'example.com/CAA': {
          name: 'example.com',
          type: 'CAA',
          state: 'insecure',
          reason: { code: 'delegation-insecure', name: 'example.com', zone: 'com', detail: 'no DS' },
          answer: {
            owner: 'example.com',
            zone: 'example.com',
            aliases: [{ from: 'a.example', to: 'example.com', via: 'CNAME' }],
            kind: 'records',
            ttl: 300,
            rdatas: ['AAVpc3N1ZTs='],
            signatures: [],
          },
        },
        'example.com/DS': {
          name: 'example.com',
          type: 'DS',
          state: 'bogus',
          reason: {
            code: 'signature-expired',
            name: 'com',
            type: 'DS',
            server: '192.0.2.1:53',
            detail: 'old',
          },
        },
      },
      issuance: [
        {
          source: 'certspotter',
          complete: false,
          failure: { code: 'timeout', detail: 'too late' },
          includeSubdomains: true,
          certificates: [
            {
              der: 'AQI=',
              sourceId: '17',
              facts: fakeReader.read(Uint8Array.of(1, 2)),
              issuerCaa: { domains: [], from: 'none' },
            },
          ],
        },
      ],
    },
    {
      zone: 'example.org',
      lookups: {},
      issuance: [],
      servers: [
        {
          zone: 'example.org',
          parentSeen: true,
          childUnseen: { code: 'timeout', detail: 'no answer' },
          servers: [
            {
              name: 'ns1.example.org',
              atParent: true,
              atChild: false,
              glue: ['192.0.2.1'],
              addresses: ['192.0.2.1', '2001:db8::1'],
            },
          ],
          answers: [
            {
              address: '192.0.2.1',
              transport: 'udp',
              name: 'example.org',
              type: 'SOA',
              response: { rcode: 5, authoritative: false, kind: 'error', rdatas: [], signatures: [] },
            },
            {
              address: '2001:db8::1',
              transport: 'tcp',
              name: 'example.org',
              type: 'SOA',
              failure: { code: 'timeout', detail: 'no answer' },
            },
          ],
        },
        { zone: 'sub.example.org', parentSeen: false, servers: [], answers: [] },
      ],
      vantages: [{ resolver: 'https://dns.example/dns-query', lookups: {} }],
    },
  ],
  exchanges: [
    { server: '192.0.2.1:53', transport: 'udp', at: NOON, ms: 3, query: 'AAE=', response: 'AAI=' },
    {
      server: '192.0.2.1:53',
      transport: 'tcp',
      at: NOON,
      ms: 3,
      query: 'AAE=',
      failure: 'timeout',
      detail: '',
    },
  ],
};

type Path = readonly (string | number)[];
type Tree = { [key: string | number]: Tree };

/** The evidence as JSON with the value at `path` replaced; `undefined` removes it. */
function changed(path: Path, value: unknown): string {
  const plain = JSON.parse(JSON.stringify(evidence)) as Tree;
  const parent = path.slice(0, -1).reduce<Tree>((tree, key) => tree[key]!, plain);
  parent[path.at(-1)!] = value as Tree;
  return JSON.stringify(plain);
}

const LOOKUPS = ['domains', 0, 'lookups'];
const answer = evidence.domains[0]!.lookups['example.com/CAA']!.answer;

describe('an evidence file', () => {
  it('reads as what was written', () => {
    expect(readEvidence(writeEvidence(evidence))).toEqual(evidence);
  });

  it('is the same text for the same evidence, and stays so after reading', () => {
    expect(writeEvidence(readEvidence(writeEvidence(evidence)))).toBe(writeEvidence(evidence));
  });

  it.each<[string, Path, unknown, RegExp]>([
    ['an unknown key', ['extra'], 1, /\$\.extra: the format has no such key/],
    ['another format', ['format'], 'x/2', /\$\.format: expected "caa-guard\/evidence\/1"; got "x\/2"/],
    ['a time that is none', ['startedAt'], '1', /\$\.startedAt: expected number; got "1"/],
    ['half a millisecond', ['startedAt'], 0.5, /\$\.startedAt: expected Unix time in whole milli/],
    ['a missing part', ['anchors'], undefined, /\$\.anchors: is missing/],
    [
      'bytes that are no base64',
      ['exchanges', 0, 'query'],
      'A',
      /\$\.exchanges\[0\]\.query: expected base64/,
    ],
    ['base64 in a spelling of its own', ['exchanges', 0, 'query'], 'AAF=', /\.query: expected base64/],
    [
      'an exchange without an end',
      ['exchanges', 0, 'response'],
      undefined,
      /\$\.exchanges\[0\]: expected either/,
    ],
    ['a zone twice', ['domains', 1, 'zone'], 'example.com', /\$\.domains\[1\]\.zone: stands there twice/],
    [
      'a lookup under the key of another',
      [...LOOKUPS, 'example.com/CAA', 'name'],
      'example.org',
      /\$\.domains\[0\]\.lookups\["example\.com\/CAA"\]: expected the key to be "example\.org\/CAA"/,
    ],
    [
      'an answer in a bogus lookup',
      [...LOOKUPS, 'example.com/DS', 'answer'],
      answer,
      /lookups\["example\.com\/DS"\]\.answer: the format has no such key/,
    ],
    [
      'a secure lookup without an answer',
      [...LOOKUPS, 'example.com/DS', 'state'],
      'secure',
      /lookups\["example\.com\/DS"\]\.(answer: is missing|reason: the format)/,
    ],
  ])('with %s is refused, with its place', (_what, path, value, message) => {
    expect(() => readEvidence(changed(path, value))).toThrow(message);
  });

  it('that is no JSON, or not an object, is refused in words', () => {
    expect(() => readEvidence('{')).toThrow(/expected an evidence file as `check --evidence FILE` writes it/);
    expect(() => readEvidence('[]')).toThrow(/\$\.format: is missing/);
  });

  it('cannot bring control characters or workflow commands into the message that refuses it', () => {
    const message = (() => {
      try {
        readEvidence(changed(['\u001b[31m\n##[error]x'], 1));
      } catch (thrown) {
        return (thrown as Error).message;
      }
      return '';
    })();
    expect(message).toContain('the format has no such key');
    expect(message).not.toMatch(/\u001b|##\[error/);
  });

  it('with very many problems tells the first ten and how many follow', () => {
    const text = changed(
      ['exchanges'],
      Array.from({ length: 50 }, () => 1),
    );
    expect(() => readEvidence(text)).toThrow(/and 40 more/);
  });
});
