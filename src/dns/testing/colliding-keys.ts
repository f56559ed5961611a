import { keyTag } from '../wire/rdata.js';
import { TestKey, type TestAlgorithm } from './signer.js';

const ZONE_KEY = 0x0100;
const REVOKED = 0x0080;

/**
 * Keys of one and the same tag, all good: KeyTrap's (CVE-2023-50387). The tag is a sum over the RDATA (RFC 4034,
 * appendix B), and most bits of the flags have no meaning, so one key in four can be given any tag.
 */
export function collidingKeys(tag: number, count: number, algorithm: TestAlgorithm = 15): readonly TestKey[] {
  const keys: TestKey[] = [];
  while (keys.length < count) {
    const key = new TestKey(0, 3, algorithm);
    const flags = (tag - key.tag + 0xffff) % 0xffff;
    if ((flags & ZONE_KEY) === 0 || (flags & REVOKED) !== 0) continue;
    key.rdata.set([flags >> 8, flags & 0xff]);
    if (keyTag(key.rdata) === tag) keys.push(key);
  }
  return keys;
}
