import { expect, it } from 'vitest';
import { DnsName } from '../../base/name.js';
import { sampleWorld } from '../testing/sample-world.js';
import { T } from './rr.js';

it('a copy of a zone at one server has its keys, and changes by itself', () => {
  const { world, zone } = sampleWorld();
  const copy = world.copyAt('ns2.hosting.test', 'zone.test').replace('@', 'CAA', ['0 issue "other.example"']);
  const caa = [copy, zone].map((one) => one.rrset(DnsName.parse('zone.test'), T.CAA)?.rdatas.length);
  expect(caa).toEqual([1, 2]);
  expect(copy.keys).toBe(zone.keys);
});
