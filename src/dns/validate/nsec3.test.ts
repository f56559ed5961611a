import { describe, expect, it } from 'vitest';
import { RrType } from '../model.js';
import { budget, denial, n, noDs, nsec3, salt, zone } from '../testing/proofs.js';
import { toBase32hex } from '../wire/base32hex.js';
import { proveWildcard, type DenialRecords } from './denial.js';
import { chainKey, nsec3Hash, takeNsec3 } from './nsec3.js';

const { A, NS, SOA, CAA, CNAME, DNAME } = RrType;

describe('denial by NSEC3', () => {
  it.each<[string, DenialRecords, string, number, boolean, string]>([
    ['a name', nsec3({ at: 'test' }, { over: 'm.test' }, { over: '*.test' }), 'm.test', A, true, 'nxdomain'],
    [
      'a name in an opt-out span',
      nsec3({ at: 'test' }, { over: 'm.test', optOut: true }, { over: '*.test' }),
      'm.test',
      A,
      true,
      'nxdomain with opt-out',
    ],
    [
      'a name without its closest encloser',
      nsec3({ over: 'm.test' }, { over: '*.test' }),
      'm.test',
      A,
      true,
      'nothing',
    ],
    ['a name without cover', nsec3({ at: 'test' }, { over: '*.test' }), 'm.test', A, true, 'nothing'],
    [
      'a name without cover of the wildcard',
      nsec3({ at: 'test' }, { over: 'm.test' }),
      'm.test',
      A,
      true,
      'nothing',
    ],
    [
      'a name short of a wildcard proof, in an opt-out span',
      nsec3({ at: 'test' }, { over: 'm.test', optOut: true }),
      'm.test',
      A,
      true,
      'nothing',
    ],
    [
      'a name under a delegation as encloser',
      nsec3({ at: 'd.test', types: [NS] }, { over: 'm.d.test' }, { over: '*.d.test' }),
      'm.d.test',
      A,
      true,
      'nothing',
    ],
    [
      'a name under a DNAME as encloser',
      nsec3({ at: 'd.test', types: [DNAME] }, { over: 'm.d.test' }, { over: '*.d.test' }),
      'm.d.test',
      A,
      true,
      'nothing',
    ],
    ['a type at a name', nsec3({ at: 'm.test', types: [A] }), 'm.test', CAA, false, 'nodata'],
    ['a type beside a CNAME', nsec3({ at: 'm.test', types: [CNAME] }), 'm.test', CAA, false, 'nothing'],
    [
      'a type in the child zone, by the parent',
      nsec3({ at: 'm.test', types: [NS] }),
      'm.test',
      CAA,
      false,
      'nothing',
    ],
    [
      'a type by way of the wildcard',
      nsec3({ at: 'test' }, { over: 'm.test' }, { at: '*.test', types: [A] }),
      'm.test',
      CAA,
      false,
      'nodata',
    ],
    [
      'a type that the wildcard has',
      nsec3({ at: 'test' }, { over: 'm.test' }, { at: '*.test', types: [CAA] }),
      'm.test',
      CAA,
      false,
      'nothing',
    ],
    [
      'a type in an opt-out span',
      nsec3({ at: 'test' }, { over: 'm.test', optOut: true }),
      'm.test',
      CAA,
      false,
      'nodata with opt-out',
    ],
  ])('of %s', (_title, records, name, type, nxdomain, expected) => {
    expect(denial(records, name, type, nxdomain)).toBe(expected);
  });

  it.each<[string, DenialRecords, string]>([
    ['a delegation without DS is insecure', nsec3({ at: 'm.test', types: [NS] }), 'insecure'],
    ['a name without NS is no cut', nsec3({ at: 'm.test', types: [A] }), 'no-cut'],
    ["the child's own NSEC3 denies nothing", nsec3({ at: 'm.test', types: [NS, SOA] }), 'denial-invalid'],
    ['an opt-out span is insecure', nsec3({ at: 'test' }, { over: 'm.test', optOut: true }), 'insecure'],
    ['a span without opt-out is not', nsec3({ at: 'test' }, { over: 'm.test' }), 'denial-invalid'],
  ])('of a DS: %s', (_title, records, expected) => {
    expect(noDs(records, 'm.test')).toBe(expected);
  });

  it('takes the last span of a zone around to the first', () => {
    const hash = nsec3Hash(n('m.test'), salt, 0);
    const [apex] = nsec3({ at: 'test' }).nsec3[0]!.records;
    const high = {
      hash: new Uint8Array(20).fill(0xff),
      nextHash: hash.with(0, 0xff),
      types: new Set<number>(),
      optOut: false,
    };
    const chain = { salt, iterations: 0, records: [apex!, high], hashes: new Map<string, Uint8Array>() };
    const records = { zone, nsec: [], nsec3: [chain], tooManyIterations: false };
    expect(proveWildcard(records, n('m.test'), n('*.test'), budget()).proven).toBe('nodata');
  });

  it('hashes as RFC 5155, appendix A, shows', () => {
    const hash = (name: string): string =>
      toBase32hex(nsec3Hash(n(name), Uint8Array.of(0xaa, 0xbb, 0xcc, 0xdd), 12)).toLowerCase();
    expect(hash('example')).toBe('0p9mhaveqvm6t7vbl5lop2u3t2rp3tom');
    expect(hash('a.example')).toBe('35mthgpgcu1qg68fab165klnsnk3dpvl');
    expect(hash('*.w.example')).toBe('r53bq7cc2uvmubfu5ocmm6pers9tk9en');
  });

  it('takes records only with an owner of one label before the zone, and keeps chains of other parameters apart', () => {
    const hash = toBase32hex(nsec3Hash(n('x.test'), salt, 0));
    const record = {
      hashAlgorithm: 1,
      flags: 0,
      iterations: 0,
      salt,
      nextHash: new Uint8Array(20),
      types: new Set<number>(),
    };
    const owner = n(`${hash}.test`);
    expect(takeNsec3(owner, record, zone)).toBeDefined();
    expect(takeNsec3(owner, record, owner)).toBeUndefined();
    expect(takeNsec3(n(`${hash}.a.test`), record, zone)).toBeUndefined();
    expect(takeNsec3(n('nohash.test'), record, zone)).toBeUndefined();
    expect(chainKey({ ...record, iterations: 1 })).not.toBe(chainKey(record));
    expect(chainKey({ ...record, salt: Uint8Array.of(1) })).not.toBe(chainKey(record));
  });
});
