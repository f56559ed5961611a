import { encode } from 'dns-packet';
import { describe, expect, it } from 'vitest';
import type { Exchange, ExchangeResult } from '../dns/model.js';
import { fromBase64 } from './bytes.js';
import { recording } from './recording.js';
import { replayExchange } from './replay.js';
import { SERVER, stillClock } from './testing/fakes.js';

const query = (id: number, name = 'example.com'): Uint8Array =>
  new Uint8Array(encode({ type: 'query', id, questions: [{ type: 'CAA', name }] }));
const response = (id: number, name = 'example.com'): Uint8Array =>
  new Uint8Array(encode({ type: 'response', id, questions: [{ type: 'CAA', name }] }));

const LATE: ExchangeResult = { ok: false, failure: 'timeout', detail: 'late', ms: 2000 };
const good = (bytes: Uint8Array): ExchangeResult => ({ ok: true, response: bytes, ms: 4 });

/** Says what the list holds, one after the other. */
function scripted(...results: readonly ExchangeResult[]): Exchange {
  const left = [...results];
  return async () => left.shift() ?? LATE;
}

const OPTIONS = { timeoutMs: 2000 };

/** What a replay gives after `results` were recorded for query 7. */
async function replayOf(...results: readonly ExchangeResult[]): Promise<Exchange> {
  const recorder = recording(scripted(...results), stillClock);
  for (const _ of results) await recorder.exchange(SERVER, query(7), 'udp', OPTIONS);
  return replayExchange(recorder.exchanges());
}

describe('a recorder', () => {
  it('notes what was sent and what came, or why nothing came', async () => {
    const recorder = recording(scripted(good(response(7)), LATE), stillClock);
    await recorder.exchange(SERVER, query(7), 'udp', OPTIONS);
    await recorder.exchange({ host: '2001:db8::1', port: 5300 }, query(8), 'tcp', OPTIONS);
    const [first, second] = recorder.exchanges();
    expect(first).toMatchObject({ server: '192.0.2.53:53', transport: 'udp', at: stillClock.now(), ms: 4 });
    expect(fromBase64(first!.query)).toEqual(query(7));
    expect(fromBase64(first!.response!)).toEqual(response(7));
    expect(second).toMatchObject({ server: '[2001:db8::1]:5300', failure: 'timeout', detail: 'late' });
  });

  it('reaches no network once the run is over, and notes nothing of what it cut off', async () => {
    const controller = new AbortController();
    const inner: Exchange = (_server, _query, _transport, { signal }) =>
      new Promise((resolve) =>
        signal?.addEventListener('abort', () =>
          resolve({ ok: false, failure: 'aborted', detail: '', ms: 1 }),
        ),
      );
    const recorder = recording(inner, stillClock, controller.signal);
    const running = recorder.exchange(SERVER, query(7), 'udp', OPTIONS);
    controller.abort();
    expect(await running).toMatchObject({ ok: false, failure: 'aborted' });
    expect(await recorder.exchange(SERVER, query(8), 'udp', OPTIONS)).toMatchObject({ failure: 'aborted' });
    expect(recorder.exchanges()).toEqual([]);
  });
});

describe('a replay', () => {
  it('gives the recorded answer the id and the letter case of the query that asks now', async () => {
    const replay = await replayOf(good(response(7)));
    const result = await replay(SERVER, query(4711, 'eXample.COM'), 'udp', OPTIONS);
    expect(result).toMatchObject({ ok: true, response: response(4711, 'eXample.COM') });
  });

  it('leaves a wrong id and a wrong question as wrong as they were', async () => {
    const replay = await replayOf(good(response(8, 'example.net')));
    const result = await replay(SERVER, query(9), 'udp', OPTIONS);
    expect(result).toMatchObject({ ok: true, response: response(8, 'example.net') });
  });

  it('fails first where it failed first, and repeats the last answer for ever', async () => {
    const replay = await replayOf(LATE, good(response(7)));
    const kinds = [];
    for (let i = 0; i < 3; i++) kinds.push((await replay(SERVER, query(i), 'udp', OPTIONS)).ok);
    expect(kinds).toEqual([false, true, true]);
  });

  it('gives what another server said, where chance now asks one that was not asked then', async () => {
    const replay = await replayOf(good(response(7)));
    const other = await replay({ ...SERVER, port: 54 }, query(9), 'udp', OPTIONS);
    expect(other.ok && other.response.subarray(0, 2)).toEqual(Uint8Array.of(0, 9));
  });

  it('knows nothing that was not asked: another transport or name', async () => {
    const replay = await replayOf(good(response(7)));
    const nothing = { ok: false, failure: 'unreachable', detail: 'not in the evidence' };
    expect(await replay(SERVER, query(7), 'tcp', OPTIONS)).toMatchObject(nothing);
    expect(await replay(SERVER, query(7, 'example.org'), 'udp', OPTIONS)).toMatchObject(nothing);
  });

  it('fails as caa-guard can fail, whatever the evidence calls it', async () => {
    const recorder = recording(scripted(LATE), stillClock);
    await recorder.exchange(SERVER, query(7), 'udp', OPTIONS);
    for (const [said, meant] of [
      ['timeout', 'timeout'],
      ['::error::', 'internal'],
      ['toString', 'internal'],
    ] as const) {
      const replay = replayExchange(recorder.exchanges().map((one) => ({ ...one, failure: said })));
      expect(await replay(SERVER, query(7), 'udp', OPTIONS)).toMatchObject({ ok: false, failure: meant });
    }
  });
});
