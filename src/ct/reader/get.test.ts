import { describe, expect, it } from 'vitest';
import { getOctets, type GetRequest } from './get.js';
import { createPace } from './pace.js';

/** A clock that sleeping moves on, and answers in order. */
function world(...answers: readonly (() => Response | Promise<Response>)[]) {
  let now = 0;
  const waits: number[] = [];
  const asked: RequestInit[] = [];
  const clock = { now: () => now, monotonic: () => now };
  const request: GetRequest = {
    fetch: async (_url, init) => {
      asked.push(init ?? {});
      const answer = answers[asked.length - 1];
      if (answer === undefined) throw new Error('asked too often');
      return answer();
    },
    clock,
    sleep: async (ms) => {
      waits.push(ms);
      now += ms;
    },
    limits: { octets: 100, requestMs: 1_000, attempts: 3 },
    deadline: 60_000,
    userAgent: 'caa-guard test',
    accept: 'text/plain',
    who: 'the log',
  };
  return { request, waits, asked, clock };
}
const URL_ = new URL('https://log.example/checkpoint');
const status =
  (code: number, headers: Record<string, string> = {}) =>
  () =>
    new Response('no', { status: code, headers });
const fine = () => new Response('fine');

describe('an answer over HTTP', () => {
  it('comes as octets, asked for under our own name', async () => {
    const { request, asked } = world(fine);
    expect(await getOctets(URL_, request)).toEqual({ body: Buffer.from('fine') });
    expect(asked[0]).toMatchObject({
      redirect: 'manual',
      headers: { accept: 'text/plain', 'user-agent': 'caa-guard test' },
    });
  });

  it('is asked for again after a while, longer each time, and then given up', async () => {
    const { request, waits } = world(status(500), status(502), status(500));
    const answer = await getOctets(URL_, request);
    expect(answer).toEqual({
      failure: 'http-status',
      detail: 'the log answered 500 (3 attempts)',
      status: 500,
    });
    expect(waits).toEqual([500, 1000]);
  });

  it('is asked for again at a moment that chance spreads', async () => {
    const { request, waits } = world(status(500), status(500), fine);
    expect(await getOctets(URL_, { ...request, random: () => 0.5 })).toEqual({ body: Buffer.from('fine') });
    expect(waits).toEqual([375, 750]);
  });

  it('is waited for as long as the server says, in seconds or by a date', async () => {
    const date = { 'retry-after': 'Thu, 01 Jan 1970 00:00:09 GMT' };
    const { request, waits } = world(status(429, { 'retry-after': '2' }), status(503, date), fine);
    expect(await getOctets(URL_, request)).toEqual({ body: Buffer.from('fine') });
    expect(waits).toEqual([2000, 7000]);
  });

  it('is not waited for beyond the time that is left', async () => {
    const { request, waits } = world(status(429, { 'retry-after': '3600' }));
    const answer = await getOctets(URL_, request);
    expect(answer).toMatchObject({ failure: 'rate-limited', status: 429 });
    expect(waits).toEqual([]);
  });

  it('is given up at once where asking again cannot help', async () => {
    for (const [code, failure] of [
      [404, 'http-status'],
      [302, 'http-status'],
      [403, 'unauthorised'],
    ] as const) {
      const { request, asked } = world(status(code), fine);
      expect(await getOctets(URL_, request)).toMatchObject({ failure, status: code });
      expect(asked).toHaveLength(1);
    }
  });

  it('is no longer than allowed', async () => {
    const { request } = world(() => new Response('x'.repeat(101)));
    expect(await getOctets(URL_, request)).toEqual({
      failure: 'too-large',
      detail: 'an answer of the log is over 100 octets',
    });
  });

  it('is not waited for once the caller has ended it', async () => {
    const { request, asked } = world(fine);
    expect(await getOctets(URL_, { ...request, signal: AbortSignal.abort() })).toMatchObject({
      failure: 'aborted',
    });
    expect(asked).toEqual([]);
  });
});

describe('a pace', () => {
  it('lets so many questions begin within a time, under every rule', () => {
    const { clock } = world();
    const pace = createPace(
      [
        { count: 2, ms: 1_000 },
        { count: 3, ms: 10_000 },
      ],
      clock,
    );
    expect(Array.from({ length: 7 }, () => pace.reserve())).toEqual([
      0, 0, 1_000, 10_000, 10_000, 11_000, 20_000,
    ]);
  });

  it('makes everybody wait when the server asks one for silence', async () => {
    const { request, waits, clock } = world(status(429, { 'retry-after': '5' }), fine, fine);
    const pace = createPace([{ count: 10, ms: 1_000 }], clock);
    await getOctets(URL_, { ...request, pace });
    expect(waits).toEqual([5000]);
    pace.block(3000);
    expect(await getOctets(URL_, { ...request, pace })).toEqual({ body: Buffer.from('fine') });
    expect(waits).toEqual([5000, 3000]);
  });

  it('keeps no place for who cannot wait for it', async () => {
    const { request, clock } = world(fine);
    const pace = createPace([{ count: 1, ms: 100_000 }], clock);
    expect(pace.reserve()).toBe(0);
    expect(await getOctets(URL_, { ...request, pace })).toEqual({
      failure: 'rate-limited',
      detail: 'the log is not to be asked for 100 s; that is too late',
    });
    expect(pace.reserve()).toBe(100_000);
  });
});
