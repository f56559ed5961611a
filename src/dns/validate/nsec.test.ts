import { describe, expect, it } from 'vitest';
import { RrType } from '../model.js';
import { denial, noDs, nsec } from '../testing/proofs.js';
import type { DenialRecords } from './denial.js';

const { A, NS, SOA, DS, CAA, CNAME, DNAME } = RrType;

describe('denial by NSEC', () => {
  it.each<[string, DenialRecords, string, number, boolean, string]>([
    [
      'a name between owner and next, and no wildcard',
      nsec(['a.test', 'z.test', [A]], ['test', 'a.test', [SOA]]),
      'm.test',
      A,
      true,
      'nxdomain',
    ],
    ['a name, but the wildcard is left open', nsec(['a.test', 'z.test', [A]]), 'm.test', A, true, 'nothing'],
    [
      'a name between the last owner and the apex',
      nsec(['m.test', 'test', [A]], ['test', 'm.test', [SOA]]),
      'z.test',
      A,
      true,
      'nxdomain',
    ],
    [
      'an empty non-terminal, which exists',
      nsec(['a.test', 'x.m.test', [A]], ['test', 'a.test', [SOA]]),
      'm.test',
      A,
      true,
      'nodata',
    ],
    ['a type at a name', nsec(['m.test', 'z.test', [A]]), 'm.test', CAA, false, 'nodata'],
    ['a type that is there', nsec(['m.test', 'z.test', [A, CAA]]), 'm.test', CAA, false, 'nothing'],
    ['a type beside a CNAME', nsec(['m.test', 'z.test', [CNAME]]), 'm.test', CAA, false, 'nothing'],
    [
      'a type in the child zone, by the parent',
      nsec(['m.test', 'z.test', [NS]]),
      'm.test',
      CAA,
      false,
      'nothing',
    ],
    ['a DS, by the child', nsec(['m.test', 'z.test', [NS, SOA]]), 'm.test', DS, false, 'nothing'],
    [
      'a name below a delegation, by the delegation',
      nsec(['m.test', 'z.test', [NS]], ['test', 'a.test', [SOA]]),
      'x.m.test',
      A,
      true,
      'nothing',
    ],
    [
      'a name below a DNAME, by the DNAME',
      nsec(['m.test', 'z.test', [DNAME]], ['test', 'a.test', [SOA]]),
      'x.m.test',
      A,
      true,
      'nothing',
    ],
    ['a name in another zone', nsec(['a.test', 'test', [A]]), 'm.other', A, true, 'nothing'],
    [
      'a type by way of the wildcard',
      nsec(['a.test', 'z.test', [A]], ['*.test', 'a.test', [A]]),
      'm.test',
      CAA,
      false,
      'nodata',
    ],
    [
      'a type, but the wildcard has it',
      nsec(['a.test', 'z.test', [A]], ['*.test', 'a.test', [CAA]]),
      'm.test',
      CAA,
      false,
      'nothing',
    ],
    [
      'a type, but the name is not there at all',
      nsec(['a.test', 'z.test', [A]], ['test', 'a.test', [SOA]]),
      'm.test',
      CAA,
      false,
      'nothing',
    ],
  ])('of %s', (_title, records, name, type, nxdomain, expected) => {
    expect(denial(records, name, type, nxdomain)).toBe(expected);
  });

  it.each<[string, DenialRecords, string]>([
    ['a delegation without DS is insecure', nsec(['m.test', 'z.test', [NS]]), 'insecure'],
    ['a name without NS is no cut', nsec(['m.test', 'z.test', [A]]), 'no-cut'],
    ['a delegation with DS denies nothing', nsec(['m.test', 'z.test', [NS, DS]]), 'denial-invalid'],
    ["the child's own NSEC denies nothing", nsec(['m.test', 'z.test', [NS, SOA]]), 'denial-invalid'],
    ['an empty non-terminal is no cut', nsec(['a.test', 'x.m.test', [A]]), 'no-cut'],
    ['no record at all denies nothing', nsec(), 'denial-missing'],
  ])('of a DS: %s', (_title, records, expected) => {
    expect(noDs(records, 'm.test')).toBe(expected);
  });
});
