import type { Edns, ResourceRecord } from '../model.js';
import { u16 } from './octets.js';
import { WireProblem } from './problem.js';

const EXTENDED_ERROR = 15;

/*
 * RFC 6891, section 6.1.2-6.1.3: NAME is the root, CLASS is the UDP payload size,
 * TTL is EXTENDED-RCODE(8) VERSION(8) DO(1) Z(15); RDATA is a list of CODE(16) LENGTH(16) DATA.
 */
export function readEdns(opt: ResourceRecord): { edns: Edns; extendedRcode: number } {
  if (!opt.name.isRoot) throw new WireProblem('an OPT record whose owner is not the root');
  const errors: { code: number; text: string }[] = [];
  for (let at = 0; at < opt.rdata.length;) {
    if (at + 4 > opt.rdata.length) throw new WireProblem('an EDNS option is cut off');
    const code = u16(opt.rdata, at);
    const end = at + 4 + u16(opt.rdata, at + 2);
    if (end > opt.rdata.length) throw new WireProblem('an EDNS option runs past the end of the OPT record');
    // RFC 8914, section 2: INFO-CODE(16), EXTRA-TEXT in UTF-8, which may end in a zero octet
    if (code === EXTENDED_ERROR && end - at >= 6) {
      const text = new TextDecoder().decode(opt.rdata.subarray(at + 6, end)).replace(/\0$/, '');
      errors.push({ code: u16(opt.rdata, at + 4), text });
    }
    at = end;
  }
  const edns = {
    udpSize: opt.class,
    version: Math.floor(opt.ttl / 0x10000) & 0xff,
    dnssecOk: (opt.ttl & 0x8000) !== 0,
    errors,
  };
  return { edns, extendedRcode: Math.floor(opt.ttl / 0x1000000) };
}
