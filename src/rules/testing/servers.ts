import type { ServerAnswerEvidence, ServersEvidence } from '../../survey/evidence.js';
import { caaRdata, DS_13, KEY_13, nsRdata } from './builder.js';

type Response = NonNullable<ServerAnswerEvidence['response']>;
type Said = Partial<Response> | { readonly failure: string };

/** SOA RDATA of example.com with this serial; refresh one hour, retry ten minutes. */
export function soaRdata(serial: number, refresh = 3_600): Uint8Array {
  const numbers = new Uint8Array(20);
  const view = new DataView(numbers.buffer);
  [serial, refresh, 600, 86_400, 300].forEach((value, i) => view.setUint32(i * 4, value));
  return Uint8Array.from([...nsRdata('ns1.example.com'), ...nsRdata('mail.example.com'), ...numbers]);
}

export function give(...rdatas: readonly Uint8Array[]): Partial<Response> {
  return {
    kind: rdatas.length === 0 ? 'nodata' : 'records',
    rdatas: rdatas.map((one) => Buffer.from(one).toString('base64')).sort(),
  };
}

export const giveCaa = (...set: readonly string[]): Partial<Response> => give(...set.map(caaRdata));
export const SILENT = { failure: 'timeout' };
export const REFUSED: Partial<Response> = { kind: 'error', rcode: 5, authoritative: false };
export const REFERRAL: Partial<Response> = { kind: 'referral', authoritative: false };

export interface ServerSpec {
  readonly name: string;
  readonly address: string;
  readonly atParent?: boolean;
  readonly atChild?: boolean;
  readonly glue?: readonly string[];
  /** By `TYPE`, `udp SOA`, or `name/TYPE`; instead of what an honest server says. */
  readonly says?: Readonly<Record<string, Said>>;
}

/** Servers of example.com that all say the same, but for what `says` tells. `names` have no CAA of their own. */
export function serversOf(
  specs: readonly ServerSpec[],
  apexCaa: readonly string[] = [],
  names: readonly string[] = [],
): ServersEvidence {
  return {
    zone: 'example.com',
    parentSeen: true,
    servers: specs.map(({ name, address, atParent = true, atChild = true, glue = [] }) => ({
      name,
      atParent,
      atChild,
      glue,
      addresses: [address],
    })),
    answers: specs.flatMap((spec) => answersOf(spec, specs, apexCaa, names)),
  };
}

function answersOf(
  { address, says = {} }: ServerSpec,
  specs: readonly ServerSpec[],
  apexCaa: readonly string[],
  names: readonly string[],
): readonly ServerAnswerEvidence[] {
  const ask = (transport: 'udp' | 'tcp', name: string, type: string, honest: Said): ServerAnswerEvidence => {
    const said = says[`${transport} ${type}`] ?? says[`${name}/${type}`] ?? says[type] ?? honest;
    const asked = { address, transport, name, type };
    if ('failure' in said && said.failure !== undefined)
      return { ...asked, failure: { code: said.failure, detail: `${said.failure} it was` } };
    const whole = { rcode: 0, authoritative: true, kind: 'records', rdatas: [], signatures: [] } as const;
    return { ...asked, response: { ...whole, ...(said as Partial<Response>) } };
  };
  const child = specs.filter(({ atChild = true }) => atChild).map(({ name }) => nsRdata(name));
  const first = [
    ask('udp', 'example.com', 'SOA', give(soaRdata(7))),
    ask('tcp', 'example.com', 'SOA', give(soaRdata(7))),
  ];
  const [udp] = first;
  if (udp?.response === undefined || udp.response.kind === 'error') return first;
  return [
    ...first,
    ask('udp', 'example.com', 'NS', give(...child)),
    ask('udp', 'example.com', 'DNSKEY', give(KEY_13)),
    ask('udp', 'example.com', 'CDS', give(DS_13)),
    ask('udp', 'example.com', 'CDNSKEY', give(KEY_13)),
    ask('udp', 'example.com', 'CAA', giveCaa(...apexCaa)),
    ...names.map((name) => ask('udp', name, 'CAA', give())),
  ];
}
