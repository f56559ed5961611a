import { expect, it } from 'vitest';
import { BoundedMap } from './bounded-map.js';

it('a bounded map forgets the oldest entry for a new one, and none for a new value of an old key', () => {
  const map = new BoundedMap<string, number>(2);
  map.set('a', 1);
  map.set('b', 2);
  map.set('b', 3);
  expect([map.get('a'), map.get('b')]).toEqual([1, 3]);
  map.set('c', 4);
  expect([map.get('a'), map.get('b'), map.get('c'), map.size]).toEqual([undefined, 3, 4, 2]);
  map.delete('b');
  map.set('d', 5);
  expect([map.get('b'), map.get('c'), map.get('d')]).toEqual([undefined, 4, 5]);
});
