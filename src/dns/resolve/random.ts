import { randomFillSync } from 'node:crypto';

/** Unpredictable 16-bit numbers: query ids (RFC 5452, section 9.2). Drawn in bulk, since one draw costs a system call. */
export function randomIds(): () => number {
  const pool = new Uint16Array(1024);
  let used = pool.length;
  return () => {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    return pool[used++] ?? 0;
  };
}
