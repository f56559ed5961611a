import { describe, expect, it } from 'vitest';
import { DnsName } from '../../base/name.js';
import { RrType, type Exchange } from '../model.js';
import { parseMessage } from '../wire/index.js';
import { ServerHealth } from './health.js';
import { createIterativeFetcher, type IterativeFetcher } from './iterative.js';
import type { ResolveLimits } from './limits.js';
import { rootHintsFor } from './root-hints.js';
import { delegating, ScriptedWorld } from './testing/scripted-world.js';

const SERVER = { host: '192.0.2.1', port: 53 };
const NEVER = new Promise<never>(() => undefined);
const name = (text: string): DnsName => DnsName.parse(text);

/** A root that denies everything; `pass` may hold back what is asked for a name. */
function over(
  limits: Partial<ResolveLimits>,
  pass: (asked: string, times: number) => Promise<unknown>,
): IterativeFetcher {
  const world = new ScriptedWorld({ [SERVER.host]: delegating({}) });
  const times = new Map<string, number>();
  const exchange: Exchange = async (server, query, transport, options) => {
    const parsed = parseMessage(query);
    const asked = parsed.ok ? (parsed.message.questions[0]?.name.toString() ?? '') : '';
    times.set(asked, (times.get(asked) ?? 0) + 1);
    await pass(asked, times.get(asked) ?? 0);
    return world.exchange(server, query, transport, options);
  };
  return createIterativeFetcher({
    exchange,
    clock: world.clock,
    rootHints: rootHintsFor([SERVER.host]),
    limits,
  });
}

describe('a question whose packet is lost', () => {
  it('gives its place at the server back when it has been answered the second time', async () => {
    let both = (): void => undefined;
    const twoAtOnce = new Promise<void>((resolve) => (both = resolve));
    let underWay = 0;
    const fetcher = over({ questionsPerServer: 2, staggerMs: 20 }, async (asked, times) => {
      if (asked === 'lost.test' && times === 1) return NEVER;
      if (asked === 'lost.test') return undefined;
      if (++underWay === 2) both();
      return twoAtOnce;
    });
    expect((await fetcher.fetch(name('lost.test'), RrType.CAA)).ok).toBe(true);
    const rest = ['a.example', 'b.other'].map((one) => fetcher.fetch(name(one), RrType.CAA));
    expect((await Promise.all(rest)).every(({ ok }) => ok)).toBe(true);
  });

  it('is asked again sooner where the round trip is known, but never in a hurry', () => {
    const health = new ServerHealth(() => 0);
    expect(health.staggerFor(SERVER, 400)).toBe(400);
    health.answered(SERVER, 2);
    expect(health.staggerFor(SERVER, 400)).toBe(150);
    health.answered({ ...SERVER, port: 54 }, 60);
    expect(health.staggerFor({ ...SERVER, port: 54 }, 400)).toBeGreaterThan(300);
    health.answered({ ...SERVER, port: 55 }, 2_000);
    expect(health.staggerFor({ ...SERVER, port: 55 }, 400)).toBe(400);
  });
});
