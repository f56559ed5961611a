import { describe, expect, it } from 'vitest';
import { RrType } from '../model.js';
import { delegating, holding, type ScriptedServer } from './testing/scripted-world.js';
import { ROOT, TEST, EXAMPLE, OTHER, name, over, outcome, usual } from './testing/usual-world.js';

describe('the iterative fetcher in a bad world', () => {
  it('finds out once that the servers of a TLD are of no use', async () => {
    const world = usual({ [TEST]: () => ({ rcode: 5 }) });
    const fetcher = over(world);
    const names = Array.from({ length: 100 }, (_, i) => name(`www.zone${i}.test`));
    const all = await Promise.all(names.map((one) => fetcher.fetch(one, RrType.CAA)));
    expect(new Set(all.map(outcome))).toEqual(new Set(['refused']));
    expect(all[99]?.ok === false && all[99].reason.name.toString()).toBe('www.zone99.test');
    expect(world.asked.length).toBeLessThanOrEqual(102);
  });

  it('asks another server when one is lame, refuses, fails, or refers upwards', async () => {
    const upwards: ScriptedServer = () => ({ aa: false, authority: ['. 300 IN NS ns.root'] });
    const recursive: ScriptedServer = () => ({
      aa: false,
      ra: true,
      answer: ['example.test 300 IN CAA 0 issue "x"'],
    });
    for (const bad of [
      upwards,
      recursive,
      () => ({ rcode: 5 }),
      () => ({ rcode: 2 }),
      () => ({ aa: false }),
    ]) {
      const both = [`ns1.example.test ${OTHER}`, `ns2.example.test ${EXAMPLE}`];
      const world = usual({ [TEST]: delegating({ 'example.test': both }), [OTHER]: bad });
      const fetched = await over(world).fetch(name('example.test'), RrType.CAA);
      expect(outcome(fetched)).toBe('1 of example.test');
      expect(fetched.ok && fetched.server.host).toBe(EXAMPLE);
      expect(world.asked).toContain(`${OTHER} example.test CAA`);
    }
  });

  it('does not believe addresses from outside the zone that gives them', async () => {
    const world = usual({
      [TEST]: delegating({ 'example.test': [`ns.good.example ${OTHER}`] }),
      [ROOT]: delegating({ test: [`ns.test ${TEST}`], example: [`ns.example ${EXAMPLE}`] }),
      [EXAMPLE]: holding(
        'example',
        `ns.good.example 300 IN A ${EXAMPLE}`,
        'example.test 300 IN CAA 0 issue ";"',
      ),
    });
    expect(outcome(await over(world).fetch(name('example.test'), RrType.CAA))).toBe('1 of example.test');
    expect(world.asked.some((one) => one.startsWith(OTHER))).toBe(false);
  });

  it('ends at once when name servers are named in a circle, also for questions from both ends', async () => {
    const world = usual({
      [ROOT]: delegating({ 'a.test': ['ns.b.test'], 'b.test': ['ns.a.test'], test: [`ns.test ${TEST}`] }),
    });
    const since = performance.now();
    const fetcher = over(world);
    const fetched = await Promise.all([
      fetcher.fetch(name('a.test'), RrType.CAA),
      fetcher.fetch(name('b.test'), RrType.CAA),
      fetcher.fetch(name('ns.a.test'), RrType.A),
      fetcher.fetch(name('ns.b.test'), RrType.A),
    ]);
    for (const one of fetched) expect(['no-servers', 'query-limit']).toContain(outcome(one));
    expect(performance.now() - since).toBeLessThan(500);
    expect(world.asked.length).toBeLessThan(40);
  });

  it('looks up few of many name servers that do not exist (NXNSAttack)', async () => {
    const many = Array.from({ length: 100 }, (_, i) => `ns${i}.victim.test`);
    const world = usual({
      [TEST]: delegating({ 'evil.test': many, 'victim.test': [`ns.victim.test ${OTHER}`] }),
      [OTHER]: holding('victim.test'),
    });
    expect(outcome(await over(world).fetch(name('evil.test'), RrType.CAA))).toBe('no-servers');
    expect(world.asked.filter((one) => one.startsWith(OTHER)).length).toBeLessThanOrEqual(8);
  });

  it('stops following a server that delegates ever deeper', async () => {
    const deep = Array.from({ length: 100 }, () => 'a').join('.');
    let level = 0;
    const world = usual({
      [EXAMPLE]: (question) => {
        const cut = question.name.ancestor(3 + level++).toString();
        return delegating({ [cut]: [`ns.${cut} ${EXAMPLE}`] })(question);
      },
    });
    expect(outcome(await over(world).fetch(name(`${deep}.example.test`), RrType.CAA))).toBe('query-limit');
    expect(world.asked.length).toBeLessThanOrEqual(64);
  });

  it('passes over the servers that are to be avoided', async () => {
    const both = [`ns1.example.test ${OTHER}`, `ns2.example.test ${EXAMPLE}`];
    const holds = holding('example.test', 'example.test 300 IN CAA 0 issue "ca.test"');
    const world = usual({ [TEST]: delegating({ 'example.test': both }), [OTHER]: holds, [EXAMPLE]: holds });
    const fetcher = over(world);
    const first = await fetcher.fetch(name('example.test'), RrType.CAA);
    const asked = first.ok ? first.server.host : '';
    const avoid = new Set([`${asked}:53`]);
    const second = await fetcher.fetch(name('example.test'), RrType.CAA, { avoid });
    expect(second.ok && second.server.host).toBe(asked === OTHER ? EXAMPLE : OTHER);
    const none = await fetcher.fetch(name('example.test'), RrType.CAA, {
      avoid: new Set([`${OTHER}:53`, `${EXAMPLE}:53`]),
    });
    expect(outcome(none)).toBe('no-servers');
  });

  it('does not forget what a server said because there is no other one to ask', async () => {
    const world = usual();
    const fetcher = over(world);
    const first = await fetcher.fetch(name('example.test'), RrType.CAA);
    const avoid = new Set([`${EXAMPLE}:53`]);
    expect(outcome(await fetcher.fetch(name('example.test'), RrType.CAA, { avoid }))).toBe('no-servers');
    expect(outcome(await fetcher.fetch(name('example.test'), RrType.CAA))).toBe(outcome(first));
  });

  it('leaves IPv6 where it is broken, and uses it where it is all there is', async () => {
    const six = Array.from({ length: 6 }, (_, i) => `ns${i}.example.test 2001:db8::${i + 1}`);
    const world = usual({ [TEST]: delegating({ 'example.test': [...six, `ns.example.test ${EXAMPLE}`] }) });
    expect(outcome(await over(world).fetch(name('example.test'), RrType.CAA))).toBe('1 of example.test');
    expect(world.asked.filter((one) => one.includes('2001:')).length).toBeLessThanOrEqual(6);
    const only = usual({
      [TEST]: delegating({ 'example.test': ['ns.example.test 2001:db8::1'] }),
      '2001:db8::1': holding('example.test', 'example.test 300 IN CAA 0 issue "ca.test"'),
    });
    expect(outcome(await over(only).fetch(name('example.test'), RrType.CAA))).toBe('1 of example.test');
    expect(outcome(await over(only, { ipv6: false }).fetch(name('example.test'), RrType.CAA))).toBe(
      'no-servers',
    );
  });
});
