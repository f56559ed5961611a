import { afterEach, describe, expect, it } from 'vitest';
import { DnsName } from '../../base/name.js';
import { decideAsync, LETSENCRYPT } from '../../caa/index.js';
import { RrType, systemClock } from '../../dns/index.js';
import { caaAnswer } from '../../rules/index.js';
import { openDns } from '../../survey/dns.js';
import { toLookupEvidence } from '../../survey/lookup-evidence.js';
import { check, told } from '../testing/check.js';
import { JABBER_EVENTS, type JabberEvent } from './events.js';
import { JABBER_DEPLOYMENTS, JabberReplay, type JabberDeployment } from './jabber.js';

const day = (text: string): number => Date.parse(`${text}T20:00:00Z`);
const attacks = JABBER_EVENTS.filter(({ kind }) => kind === 'attack');
const renewals = JABBER_EVENTS.filter(({ kind }) => kind === 'renewal');

/** What CAA says to the request of an event at its time, name by name. */
async function saidTo(replay: JabberReplay, event: JabberEvent, at = event.at): Promise<string[]> {
  replay.goTo(at);
  const clock = { now: () => at, monotonic: () => systemClock.monotonic() };
  const dns = openDns(replay.lab.access.dns, { clock, now: at, exchange: replay.lab.dns.exchange });
  const decisions = await Promise.all(
    event.names.map((name) =>
      decideAsync({
        name,
        issuers: ['letsencrypt.org'],
        account: event.account,
        method: event.method,
        profile: LETSENCRYPT,
        answers: async (asked) =>
          caaAnswer(
            toLookupEvidence(asked, RrType.CAA, await dns.resolver.lookup(DnsName.parse(asked), RrType.CAA)),
          ),
      }),
    ),
  );
  dns.close();
  return [...new Set(decisions.map(({ verdict }) => verdict))];
}

describe('the reconstruction of jabber.ru', () => {
  const open: JabberReplay[] = [];
  const started = async (deployment: JabberDeployment): Promise<JabberReplay> => {
    const replay = new JabberReplay(deployment, { seed: 'jabber' });
    open.push(replay);
    await replay.start();
    return replay;
  };
  afterEach(async () => {
    await Promise.all(open.splice(0).map((replay) => replay.stop()));
  });

  it('has the six certificates of the report, on their days', () => {
    const rows = attacks.map(({ names, serialBegins, at, notAfter }) =>
      [
        names.join(' '),
        serialBegins,
        ...[at, notAfter].map((when) => new Date(when).toISOString().slice(0, 10)),
      ].join(' '),
    );
    expect(rows).toEqual([
      'jabber.ru 034375 2023-04-18 2023-07-17',
      'jabber.ru xmpp.ru 04d1d2 2023-04-25 2023-07-24',
      'jabber.ru xmpp.ru 04b785 2023-04-25 2023-07-24',
      'jabber.ru 044c1c 2023-07-18 2023-10-16',
      'xmpp.ru 03f368 2023-07-18 2023-10-16',
      'xmpp.ru 049c2d 2023-10-13 2024-01-11',
    ]);
    expect(renewals).toHaveLength(10);
  });

  it.each<[JabberDeployment, string, string]>([
    ['as-it-was', 'allowed', 'allowed'],
    ['baseline', 'allowed', 'allowed'],
    ['strict', 'denied', 'allowed'],
    ['sealed', 'denied', 'allowed'],
  ])('with %s the attacker is %s and the owner is %s', async (deployment, attacker, owner) => {
    const replay = await started(deployment);
    for (const event of attacks) expect(await saidTo(replay, event)).toEqual([attacker]);
    for (const event of renewals) expect(await saidTo(replay, event)).toEqual([owner]);
  });

  it('is sealed against the owner’s own account too, but for an hour round each renewal', async () => {
    const replay = await started('sealed');
    const [renewal] = renewals;
    if (renewal === undefined) throw new Error('no renewal');
    expect(await saidTo(replay, renewal, renewal.at + 3_500_000)).toEqual(['allowed']);
    expect(await saidTo(replay, renewal, renewal.at + 3_700_000)).toEqual(['denied']);
  });

  it.each(['as-it-was', 'baseline'] as const)('with %s CT tells it on the first day', async (deployment) => {
    const replay = await started(deployment);
    replay.grantAll();
    const seen = async (when: string): Promise<string[]> => {
      replay.goTo(day(when));
      return told(await check(replay.lab, replay.policy(), day(when)));
    };
    const unknown = (name: string) => `${name} ct/unknown-certificate`;
    expect(await seen('2023-04-17')).toEqual([]);
    expect(await seen('2023-04-18')).toEqual([unknown('jabber.ru')]);
    expect(await seen('2023-04-26')).toEqual([unknown('jabber.ru'), unknown('xmpp.ru')]);
    expect(await seen('2023-10-16')).toEqual([unknown('xmpp.ru')]);
  });

  it.each(['strict', 'sealed'] as const)(
    'with %s, when the CA heeds CAA, all is well every time',
    async (deployment) => {
      const replay = await started(deployment);
      for (const event of JABBER_EVENTS) {
        if ((await saidTo(replay, event)).every((verdict) => verdict === 'allowed')) replay.grant(event);
        if (event.kind === 'attack')
          expect(told(await check(replay.lab, replay.policy(), event.at))).toEqual([]);
      }
      expect(JABBER_EVENTS.filter((event) => replay.grantedTo(event))).toEqual(renewals);
    },
  );

  it('gives the attacker’s certificates serials that begin as the real ones', async () => {
    const replay = new JabberReplay('as-it-was');
    for (const event of attacks)
      expect(replay.grant(event).serial.startsWith(event.serialBegins ?? '?')).toBe(true);
    expect(JABBER_DEPLOYMENTS).toContain(replay.deployment);
  });
});
