import { DnsName } from '../../base/name.js';
import { renderText } from '../../base/text.js';
import { decideAsync, LETSENCRYPT, type Decision } from '../../caa/index.js';
import { createNodeExchange, RrType, type Clock } from '../../dns/index.js';
import {
  JABBER_DEPLOYMENTS,
  JabberReplay,
  type JabberDeployment,
  type JabberEvent,
} from '../../lab/index.js';
import { inert } from '../../report/index.js';
import { caaAnswer } from '../../rules/index.js';
import { runCheck } from '../../survey/check.js';
import { openDns } from '../../survey/dns.js';
import { toLookupEvidence } from '../../survey/lookup-evidence.js';
import { TOOL } from '../tool.js';

const HOUR = 3_600_000;
const CA = 'letsencrypt.org';

/** What became of one request to the CA under one deployment. */
export interface Fate {
  readonly deployment: JabberDeployment;
  /** What the CA had to decide by the CAA records that it saw; the first name that is refused decides. */
  readonly verdict: Decision['verdict'];
  readonly why: string;
  /** The first hourly run that tells of the certificate, and by which rules; absent if it was not issued or not told of. */
  readonly found?: { readonly at: string; readonly rules: readonly string[]; readonly title: string };
}

export interface ReplayedEvent {
  readonly kind: JabberEvent['kind'];
  readonly day: string;
  readonly names: readonly string[];
  /** Beginning of the serial number, of an attack. */
  readonly serial?: string;
  readonly fates: readonly Fate[];
}

/** Everything that the replay shows; `reconstruction` says what it is. */
export interface JabberCase {
  readonly reconstruction: true;
  readonly noticed: string;
  readonly events: readonly ReplayedEvent[];
}

/** The day on which a rogue certificate in use had expired, and somebody looked. */
export const NOTICED = '2023-10-16';

/** Replays the case under each deployment, each in a lab of its own: asked over DNS, issued by the lab's CA, seen in its CT. */
export async function replayJabber(clock: Pick<Clock, 'monotonic'>): Promise<JabberCase> {
  const replayed = await Promise.all(JABBER_DEPLOYMENTS.map((deployment) => replay(deployment, clock)));
  const [first = []] = replayed;
  return {
    reconstruction: true,
    noticed: NOTICED,
    events: first.map(({ event }, i) => ({
      kind: event.kind,
      day: dayOf(event.at),
      names: event.names,
      ...(event.serialBegins === undefined ? {} : { serial: event.serialBegins.replace(/..(?=.)/g, '$&:') }),
      fates: replayed.flatMap((one) => one[i]?.fate ?? []),
    })),
  };
}

async function replay(
  deployment: JabberDeployment,
  { monotonic }: Pick<Clock, 'monotonic'>,
): Promise<readonly { readonly event: JabberEvent; readonly fate: Fate }[]> {
  const world = new JabberReplay(deployment, { seed: 'jabber.ru' });
  const clock: Clock = { now: () => world.clock.now(), monotonic };
  await world.start();
  const exchange = createNodeExchange({ clock, destinations: { allowPrivate: true } });
  const routed = world.lab.routed(exchange);
  const outside = { clock, exchange: routed };
  const fates: { event: JabberEvent; fate: Fate }[] = [];
  try {
    for (const event of world.events) {
      world.goTo(event.at);
      const { verdict, why } = await ask(world, event, outside);
      if (verdict === 'allowed') world.grant(event);
      const serial = verdict === 'allowed' ? world.grantedTo(event)?.tbsSha256 : undefined;
      world.goTo(event.at + HOUR);
      const found = serial === undefined ? undefined : await look(world, serial, outside);
      fates.push({ event, fate: { deployment, verdict, why, ...(found === undefined ? {} : { found }) } });
    }
  } finally {
    exchange.close();
    await world.stop();
  }
  return fates;
}

type Outside = { readonly clock: Clock; readonly exchange: ReturnType<JabberReplay['lab']['routed']> };

/** What the CA would decide, reading CAA as Let's Encrypt does. One name that is refused is enough. */
async function ask(
  world: JabberReplay,
  event: JabberEvent,
  { clock, exchange }: Outside,
): Promise<{ readonly verdict: Decision['verdict']; readonly why: string }> {
  const dns = openDns(world.lab.access.dns, { clock, exchange, now: clock.now() });
  try {
    let last: { verdict: Decision['verdict']; why: string } | undefined;
    for (const name of event.names) {
      const decision = await decideAsync({
        name,
        issuers: [CA],
        account: event.account,
        method: event.method,
        profile: LETSENCRYPT,
        answers: async (asked) =>
          caaAnswer(
            toLookupEvidence(asked, RrType.CAA, await dns.resolver.lookup(DnsName.parse(asked), RrType.CAA)),
          ),
      });
      const why = decision.records.find(({ relevant }) => relevant)?.why ?? decision.words;
      last = { verdict: decision.verdict, why: renderText(why, inert) };
      if (decision.verdict !== 'allowed') return last;
    }
    return last ?? { verdict: 'indeterminate', why: 'no name was asked for' };
  } finally {
    dns.close();
  }
}

/** The run of this hour: the real check, with the policy that goes with the deployment. */
async function look(
  world: JabberReplay,
  tbsSha256: string,
  { clock, exchange }: Outside,
): Promise<Fate['found']> {
  const { dns, ct } = world.lab.access;
  const result = await runCheck(
    { policies: ['jabber.yaml'], dns, ct, tool: TOOL },
    { clock, exchange, readFile: async () => world.policy() },
  );
  if (!result.ok) throw new Error(result.errors.map(({ message }) => message).join('; '));
  const digests = result.evidence.domains
    .flatMap(({ issuance }) => issuance.flatMap(({ certificates }) => certificates))
    .filter(({ facts }) => facts.tbsSha256 === tbsSha256)
    .flatMap(({ facts }) => [facts.sha256, facts.tbsSha256]);
  const told = result.judgement.findings.filter(
    ({ rule, subject, fails }) =>
      fails && rule.startsWith('ct/') && digests.some((one) => subject.includes(one)),
  );
  const [first] = told;
  if (first === undefined) return undefined;
  const at = new Date(clock.now()).toISOString().slice(0, 16).replace('T', ' ');
  return { at, rules: [...new Set(told.map(({ rule }) => rule))], title: renderText(first.title, inert) };
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
