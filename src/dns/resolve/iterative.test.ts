import { describe, expect, it } from 'vitest';
import { RrType } from '../model.js';
import { readAddress } from '../wire/index.js';
import { delegating, holding, ScriptedWorld } from './testing/scripted-world.js';
import { ROOT, TEST, EXAMPLE, OTHER, name, over, outcome, usual } from './testing/usual-world.js';

describe('the iterative fetcher', () => {
  it('walks from the root to the zone, and starts lower the next time', async () => {
    const world = usual();
    const fetcher = over(world);
    expect(outcome(await fetcher.fetch(name('example.test'), RrType.CAA))).toBe('1 of example.test');
    expect(world.asked).toEqual([
      `${ROOT} example.test CAA`,
      `${TEST} example.test CAA`,
      `${EXAMPLE} example.test CAA`,
    ]);
    expect(outcome(await fetcher.fetch(name('www.example.test'), RrType.A))).toBe('1 of example.test');
    expect(world.asked.slice(3)).toEqual([`${EXAMPLE} www.example.test A`]);
  });

  it('asks each question once, and the root once for a thousand zones of one TLD', async () => {
    const world = usual({ [TEST]: holding('test') });
    const fetcher = over(world);
    const names = Array.from({ length: 1000 }, (_, i) => name(`zone${i % 500}.test`));
    await Promise.all(names.map((one) => fetcher.fetch(one, RrType.CAA)));
    expect(world.asked.filter((one) => one.startsWith(ROOT))).toHaveLength(1);
    expect(world.asked).toHaveLength(501);
  });

  it('asks the parent for a DS set, and not at all if a referral has brought it along', async () => {
    const signature = 'RRSIG DS 13 2 300 20300101000000 20200101000000 1 test AAAA';
    const referral = delegating({ 'example.test': [`ns.example.test ${EXAMPLE}`] });
    const world = usual({
      [TEST]: (question) => {
        const reply = referral(question);
        if (typeof reply === 'string') return reply;
        const set = ['example.test 300 IN DS 1 13 2 AABB', `example.test 300 IN ${signature}`];
        if (question.type === RrType.DS) return { answer: set };
        return { ...reply, authority: [...(reply.authority ?? []), ...set] };
      },
    });
    expect(outcome(await over(world).fetch(name('example.test'), RrType.DS))).toBe('2 of test');
    world.asked.length = 0;
    const fetcher = over(world);
    const [caa, ds] = await Promise.all([
      fetcher.fetch(name('example.test'), RrType.CAA),
      fetcher.fetch(name('example.test'), RrType.DS),
    ]);
    expect([caa, ds].map(outcome)).toEqual(['1 of example.test', '2 of test']);
    expect(world.asked).toHaveLength(3);
  });

  it('finds the parent when a server answers for a DS set as the child', async () => {
    // one server for the root and for a.b.test, another one for test and b.test
    const world = new ScriptedWorld({
      [ROOT]: (question) =>
        question.name.isAtOrBelow(name('a.b.test'))
          ? holding('a.b.test')(question)
          : delegating({ test: [`ns.test ${TEST}`] })(question),
      [TEST]: holding('b.test', 'b.test 300 IN NS ns.test', 'a.b.test 300 IN DS 1 13 2 AABB'),
    });
    expect(outcome(await over(world).fetch(name('a.b.test'), RrType.DS))).toBe('1 of test');
  });

  it('says which zone cannot be seen, and why', async () => {
    const world = usual({ [EXAMPLE]: () => ({ aa: false, authority: ['. 300 IN NS ns.root'] }) });
    const fetched = await over(world).fetch(name('www.example.test'), RrType.CAA);
    expect(fetched.ok || [fetched.reason.code, fetched.reason.zone?.toString()]).toEqual([
      'lame',
      'example.test',
    ]);
  });

  it('keeps answers for their TTL and no longer', async () => {
    const world = usual();
    const fetcher = over(world);
    await fetcher.fetch(name('example.test'), RrType.CAA);
    world.clock.ms = 299_000;
    await fetcher.fetch(name('example.test'), RrType.CAA);
    expect(world.asked).toHaveLength(3);
    world.clock.ms = 301_000;
    await fetcher.fetch(name('example.test'), RrType.CAA);
    expect(world.asked.length).toBeGreaterThan(3);
  });

  it('lists the servers of a zone as the parent and the zone itself name them', async () => {
    const world = usual({
      [TEST]: delegating({ 'example.test': [`ns.example.test ${EXAMPLE}`, `old.example.test ${OTHER}`] }),
      [EXAMPLE]: holding(
        'example.test',
        'example.test 300 IN NS ns.example.test',
        'example.test 300 IN NS new.example.test',
        `ns.example.test 300 IN A ${EXAMPLE}`,
        'new.example.test 300 IN A 192.0.2.9',
        'new.example.test 300 IN AAAA 2001:db8::9',
      ),
    });
    const { servers, parentSeen } = await over(world).zoneServers(name('example.test'));
    expect(parentSeen).toBe(true);
    const told = servers.map((one) => [
      one.name.toString(),
      one.atParent,
      one.atChild,
      one.glue,
      one.addresses,
    ]);
    expect(told).toEqual([
      ['ns.example.test', true, true, [EXAMPLE], [EXAMPLE]],
      ['old.example.test', true, false, [OTHER], []],
      ['new.example.test', false, true, [], ['192.0.2.9', '2001:db8::9']],
    ]);
  });

  it('asks one server one question', async () => {
    const world = usual();
    const asked = await over(world).ask({ host: EXAMPLE, port: 53 }, name('www.example.test'), RrType.A);
    expect(asked.ok && asked.message.answer.map((one) => readAddress(one))).toEqual(['192.0.2.80']);
  });
});
