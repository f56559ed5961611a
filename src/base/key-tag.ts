/** Key tag of DNSKEY RDATA (RFC 4034, appendix B). Algorithm 1 counted otherwise, and is not supported. */
export function keyTag(rdata: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < rdata.length; i++) sum += (i & 1) === 1 ? (rdata[i] ?? 0) : (rdata[i] ?? 0) << 8;
  return (sum + ((sum >>> 16) & 0xffff)) & 0xffff;
}
