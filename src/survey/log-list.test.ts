import { describe, expect, it } from 'vitest';
import { PACKAGED_LOG_LIST } from '../ct/loglist/packaged.js';
import { packagedLogList } from '../ct/index.js';
import { usedLogList } from './log-list.js';
import { stillClock } from './testing/fakes.js';

const SIGNATURE = Buffer.from(PACKAGED_LOG_LIST.signature, 'base64');
const packaged = packagedLogList();

type Answers = { readonly json?: string | ReadableStream; readonly sig?: Uint8Array };

/** What Google publishes, or what somebody gives in its place; and what was asked. */
function publisher({ json = PACKAGED_LOG_LIST.json, sig = SIGNATURE }: Answers = {}) {
  const asked: string[] = [];
  const fetchImpl = async (url: URL | string | Request): Promise<Response> => {
    const text = String(url instanceof Request ? url.url : url);
    asked.push(text);
    return new Response(text.endsWith('.sig') ? Buffer.from(sig) : json);
  };
  return {
    asked,
    asking: { fetch: fetchImpl, clock: stillClock, sleep: async () => undefined, userAgent: 'test' },
  };
}

describe('the list of logs that a run goes by', () => {
  it('is the one that ships with caa-guard where none is named, and nobody is asked', async () => {
    const { asked, asking } = publisher();
    const { list, evidence } = await usedLogList({}, asking);
    expect(evidence).toEqual({
      from: 'packaged',
      timestamp: packaged.timestamp,
      logs: packaged.logs.length,
    });
    expect(list.logs.length).toBe(evidence.logs);
    expect(asked).toEqual([]);
  });

  it('is a file that somebody answers for, without a signature', async () => {
    const { asked, asking } = publisher();
    const { evidence } = await usedLogList({ logList: { text: PACKAGED_LOG_LIST.json } }, asking);
    expect(evidence.from).toBe('file');
    expect(asked).toEqual([]);
  });

  it('is no file that holds none', async () => {
    await expect(usedLogList({ logList: { text: '{}' } }, publisher().asking)).rejects.toMatchObject({
      code: 'LOG_LIST_INVALID',
    });
  });

  it('is the latest where Google signed it', async () => {
    const { asked, asking } = publisher();
    const { evidence } = await usedLogList({ logList: 'latest' }, asking);
    expect(evidence).toEqual({ from: 'latest', timestamp: packaged.timestamp, logs: packaged.logs.length });
    expect(asked).toHaveLength(2);
  });

  it('is the one that ships where the latest is not signed by Google, and says so', async () => {
    const json = PACKAGED_LOG_LIST.json.replace('85.92', '85.93');
    const { evidence } = await usedLogList({ logList: 'latest' }, publisher({ json }).asking);
    expect(evidence).toMatchObject({ from: 'packaged', failure: { code: 'bad-signature' } });
    const unsigned = await usedLogList({ logList: 'latest' }, publisher({ sig: new Uint8Array() }).asking);
    expect(unsigned.evidence).toMatchObject({ from: 'packaged', failure: { code: 'bad-signature' } });
  });

  it('is the one that ships where an older one is given as the latest, however well signed', async () => {
    const newer = { ...packaged, timestamp: packaged.timestamp + 1 };
    const { list, evidence } = await usedLogList({ logList: 'latest' }, publisher().asking, () => newer);
    expect(list).toBe(newer);
    expect(evidence).toMatchObject({
      from: 'packaged',
      failure: { code: 'refused', detail: 'the list is older than the one in use' },
    });
  });

  it('is the one that ships where the latest cannot be had, and says why', async () => {
    const { asking } = publisher();
    const refuse = { ...asking, fetch: () => Promise.reject(new Error('ECONNREFUSED')) };
    const { evidence } = await usedLogList({ logList: 'latest' }, refuse);
    expect(evidence).toMatchObject({ from: 'packaged', failure: { code: 'unreachable' } });
  });

  it('is not waited for without end, nor read without bound', async () => {
    let pulled = 0;
    const json = new ReadableStream({
      pull: (controller) => {
        pulled++;
        controller.enqueue(Buffer.alloc(1024 * 1024));
      },
    });
    const { evidence } = await usedLogList({ logList: 'latest' }, publisher({ json }).asking);
    expect(evidence).toMatchObject({ from: 'packaged', failure: { code: 'too-large' } });
    expect(pulled).toBeLessThan(10);
  });

  it('is the one that ships where the run is ended', async () => {
    const asking = { ...publisher().asking, signal: AbortSignal.abort() };
    const { evidence } = await usedLogList({ logList: 'latest' }, asking);
    expect(evidence).toMatchObject({ from: 'packaged', failure: { code: 'aborted' } });
  });
});
