import { describe, expect, it } from 'vitest';
import { replayJabber, type Effect } from '../../src/cli/demo/jabber.js';
import { main } from '../../src/cli/main.js';
import { testPorts } from '../../src/cli/testing/ports.js';

async function demo(...argv: readonly string[]): Promise<string> {
  const ports = testPorts();
  expect(await main(['demo', ...argv], ports)).toBe(0);
  expect(ports.err()).toBe('');
  return ports.out();
}

const of = (effects: readonly Effect[], control: Effect['control']): Effect =>
  effects.find((one) => one.control === control)!;

describe('the jabber.ru case, replayed', () => {
  it('has the six issuances of the report, and says that it is a reconstruction', async () => {
    const out = await demo();
    for (const serial of ['03:43:75', '04:d1:d2', '04:b7:85', '04:4c:1c', '03:f3:68', '04:9c:2d'])
      expect(out).toContain(serial);
    expect(out).toContain('a reconstruction');
    expect(out).toContain('180 days before it was noticed');
  });

  it('under no policy is neither prevented nor seen', async () => {
    for (const { effects } of (await replayJabber()).issuances) {
      const { prevented, found, decisions } = of(effects, 'nothing');
      expect([prevented, found]).toEqual([false, undefined]);
      expect(decisions.every(({ verdict }) => verdict === 'allowed')).toBe(true);
    }
  });

  it('under a list of CAs is not prevented, but each certificate is found by the next daily run', async () => {
    for (const { from, effects } of (await replayJabber()).issuances) {
      const { prevented, found } = of(effects, 'baseline');
      expect(prevented).toBe(false);
      expect(found?.rules).toContain('ct/unknown-certificate');
      expect(Date.parse(found!.day) - Date.parse(from)).toBe(86_400_000);
    }
  });

  it.each(['strict', 'sealed'] as const)(
    'under %s is prevented: CAA denies the account of the attacker',
    async (id) => {
      for (const { effects } of (await replayJabber()).issuances) {
        const { prevented, found, decisions } = of(effects, id);
        expect([prevented, found]).toEqual([true, undefined]);
        expect(decisions.every(({ verdict }) => verdict === 'denied')).toBe(true);
      }
    },
  );

  it('is told as JSON', async () => {
    const { jabber } = JSON.parse(await demo('--json')) as { jabber: { reconstruction: boolean } };
    expect(jabber).toMatchObject({ reconstruction: true, noticed: '2023-10-16' });
  });
});
