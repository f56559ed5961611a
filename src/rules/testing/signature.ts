import { NOW, DAY } from './builder.js';

/** RRSIG RDATA as evidence holds it, without signer and signature: `end` and `begin` in Unix milliseconds. */
export function signature(end: number, begin = NOW - 90 * DAY, algorithm = 13): string {
  const octets = new Uint8Array(20);
  const view = new DataView(octets.buffer);
  octets[2] = algorithm;
  view.setUint32(8, (end / 1000) >>> 0);
  view.setUint32(12, (begin / 1000) >>> 0);
  return Buffer.from(octets).toString('base64');
}
