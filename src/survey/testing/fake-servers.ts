import { DnsName } from '../../base/name.js';
import type { Asked, ZoneServers } from '../../dns/index.js';
import type { ServerAsker } from '../servers.js';
import { typeName } from '../lookup-evidence.js';

/** What a server says to `TYPE`, or to `udp SOA` and the like; words in place of an answer are a timeout, `never` is no end at all. */
export type ServerSays = Readonly<Record<string, Asked | string>>;

/** Name servers of a zone and what each address says; what is not listed is a timeout. */
export function fakeAsker(
  zone: string,
  servers: readonly Partial<ZoneServers['servers'][number]>[],
  says: Readonly<Record<string, ServerSays>>,
): ServerAsker & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    portFor: () => 53,
    zoneServers: () =>
      Promise.resolve({
        zone: DnsName.parse(zone),
        parentSeen: true,
        servers: servers.map((one, i) => ({
          name: DnsName.parse(`ns${i + 1}.${zone}`),
          atParent: true,
          atChild: true,
          glue: [],
          addresses: [],
          ...one,
        })),
      }),
    ask: ({ host }, name, type, transport = 'udp') => {
      asked.push(`${host} ${transport} ${name.toCanonicalString()} ${typeName(type)}`);
      const said = says[host]?.[`${transport} ${typeName(type)}`] ?? says[host]?.[typeName(type)];
      if (said === 'never') return new Promise(() => undefined);
      if (said === undefined || typeof said === 'string')
        return Promise.resolve({ ok: false, code: 'timeout', detail: said ?? 'no answer' });
      return Promise.resolve(said);
    },
  };
}
