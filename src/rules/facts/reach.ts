import { isIP } from 'node:net';
import type { Evidence } from '../../survey/evidence.js';

export type ServerTransport = 'udp' | 'tcp';

/** What the network from which was looked lets through, as far as the whole run tells. */
export interface Reach {
  /** Whether any name server answered over this transport at an address of the same family. */
  reaches(address: string, transport: ServerTransport): boolean;
  /** DNS was asked, and nothing ever came back: what cannot be seen is then for this network to mend, not for a domain. */
  readonly deaf: boolean;
}

/**
 * A silence is the server's own only where others could be heard: a network without IPv6, or one that lets no TCP
 * through to port 53, makes every server look silent.
 */
export function reachOf(evidence: Evidence): Reach {
  let heard: Set<string> | undefined;
  const { exchanges } = evidence;
  return {
    deaf: exchanges.length > 0 && exchanges.every(({ response }) => response === undefined),
    reaches(address, transport) {
      heard ??= heardIn(evidence);
      return heard.has(`${isIP(address)} ${transport}`);
    },
  };
}

function heardIn({ domains }: Evidence): Set<string> {
  const heard = new Set<string>();
  for (const { servers = [] } of domains)
    for (const { answers } of servers)
      for (const { address, transport, response } of answers)
        if (response !== undefined) heard.add(`${isIP(address)} ${transport}`);
  return heard;
}
