import { isDeepStrictEqual } from 'node:util';
import { DnsName } from '../base/name.js';
import { parseMessage, readAddress, readTarget, RrType, type Message } from '../dns/index.js';
import { fromBase64 } from './bytes.js';
import type { Evidence, ServerAnswerEvidence, ServersEvidence } from './evidence.js';
import { typeNumber } from './lookup-evidence.js';
import type { Discrepancy } from './recheck.js';
import { serverResponse } from './server-answers.js';

/**
 * Holds what the evidence says of single name servers against the recorded exchanges: each response has to be one that
 * the server gave, each name server and address has to be in some answer. That a server was silent is taken as told:
 * it can hide something, and makes nothing better.
 */
export function recheckServers(evidence: Evidence): readonly Discrepancy[] {
  if (evidence.domains.every(({ servers }) => servers === undefined)) return [];
  const recorded = new Recorded(evidence);
  return evidence.domains
    .flatMap(({ servers }) => servers ?? [])
    .flatMap(({ zone, servers, answers }) => [
      ...answers.flatMap((answer) => recheckAnswer(answer, recorded)),
      ...servers.flatMap((one) => recheckServer(zone, one, recorded)),
    ]);
}

/** Every recorded response, by the server's address and the question, and what all of them say of names. */
class Recorded {
  readonly #responses = new Map<string, Message[]>();
  /** `zone NS name` and `name A address`, from any section. */
  readonly #said = new Set<string>();

  constructor({ exchanges }: Evidence) {
    for (const { server, response } of exchanges) {
      const parsed = response === undefined ? undefined : parseMessage(fromBase64(response));
      const question = parsed?.ok === true ? parsed.message.questions[0] : undefined;
      if (parsed?.ok !== true || question === undefined) continue;
      const key = `${hostOf(server)} ${question.name.key} ${question.type}`;
      const known = this.#responses.get(key);
      if (known === undefined) this.#responses.set(key, [parsed.message]);
      else known.push(parsed.message);
      this.#note(parsed.message);
    }
  }

  responses(address: string, name: DnsName, type: number): readonly Message[] {
    return this.#responses.get(`${address} ${name.key} ${type}`) ?? [];
  }

  says(name: string, what: string): boolean {
    return this.#said.has(`${name} ${what}`);
  }

  #note({ answer, authority, additional }: Message): void {
    for (const record of [...answer, ...authority, ...additional]) {
      const owner = record.name.toCanonicalString();
      if (record.type === RrType.NS)
        this.#said.add(`${owner} ${readTarget(record)?.toCanonicalString() ?? ''}`);
      else if (record.type === RrType.A || record.type === RrType.AAAA)
        this.#said.add(`${owner} ${readAddress(record) ?? ''}`);
    }
  }
}

function recheckAnswer(answer: ServerAnswerEvidence, recorded: Recorded): readonly Discrepancy[] {
  const { address, name, type, response } = answer;
  const number = typeNumber(type);
  if (response === undefined || number === undefined) return [];
  const asked = DnsName.parse(name);
  const found = recorded
    .responses(address, asked, number)
    .map((message) => serverResponse(message, asked, number));
  if (found.some((one) => isDeepStrictEqual(one, response))) return [];
  return [
    {
      subject: `${name}/${type} at ${address}`,
      recorded: JSON.stringify(response).slice(0, 300),
      found: JSON.stringify(found[0] ?? 'no such answer in any recorded exchange').slice(0, 300),
    },
  ];
}

function recheckServer(
  zone: string,
  { name, glue, addresses }: ServersEvidence['servers'][number],
  recorded: Recorded,
): readonly Discrepancy[] {
  const found = 'in no recorded answer';
  const listed = recorded.says(zone, name)
    ? []
    : [{ subject: `name servers of ${zone}`, recorded: name, found }];
  const unsaid = [...glue, ...addresses].filter((address) => !recorded.says(name, address));
  return [
    ...listed,
    ...unsaid.map((address) => ({ subject: `addresses of ${name}`, recorded: address, found })),
  ];
}

/** Address out of `serverText`. */
function hostOf(server: string): string {
  return /^\[?([^\]]*?)\]?:[0-9]+(?:#.*)?$/.exec(server)?.[1] ?? server;
}
