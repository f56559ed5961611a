import { describe, expect, it } from 'vitest';
import { main } from '../../../src/cli/main.js';
import { WORLD_FLAGS, worldPolicy, worldPorts } from '../../../src/cli/testing/world.js';
import type { Evidence } from '../../../src/survey/evidence.js';

const POLICY = worldPolicy(['good.example', 2], ['plain.example', 1], ['blind.example', 1]);
const CHECK = ['check', '-p', 'p.yaml', '--json', ...WORLD_FLAGS];
const MERGE = ['merge', '-p', 'p.yaml', '--json', '--trust-anchor', 'anchor'];
const SHARDS = ['1/3', '2/3', '3/3'];

/** Checks each of these shards; gives what is stored then. */
async function checked(...shards: readonly string[]): Promise<Record<string, string>> {
  const ports = worldPorts({ 'p.yaml': POLICY });
  for (const shard of shards)
    await main([...CHECK, '--shard', shard, '--evidence', `${shard[0]}.json`], ports);
  return Object.fromEntries(ports.stored);
}

async function run(files: Readonly<Record<string, string>>, ...argv: readonly string[]) {
  const ports = worldPorts(files);
  const code = await main(argv, ports);
  return { code, out: ports.out(), err: ports.err(), stored: ports.stored };
}

describe('check --shard and merge', () => {
  it('give the report of one run, each answer validated again', async () => {
    const whole = await run({ 'p.yaml': POLICY }, ...CHECK);
    const merged = await run(await checked(...SHARDS), ...MERGE, '3.json', '1.json', '2.json');
    expect(merged.code).toBe(whole.code);
    const untimed = (text: string): unknown =>
      JSON.parse(text.replace(/\d{4}-\d{2}-\d{2}T[\d:.]+Z|\d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC/g, 'then'));
    expect(untimed(merged.out)).toEqual(untimed(whole.out));
    expect(merged.err).toBe('');
  });

  it('leave evidence that says which part of what policy it is', async () => {
    const files = await checked(...SHARDS);
    const read = SHARDS.map((_, i) => JSON.parse(files[`${i + 1}.json`] ?? '') as Evidence);
    expect(read.map(({ shard }) => [shard?.index, shard?.of])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    expect(new Set(read.map(({ shard }) => shard?.policy)).size).toBe(1);
    expect(read.flatMap(({ domains }) => domains.map(({ zone }) => zone)).sort()).toEqual([
      'blind.example',
      'good.example',
      'plain.example',
    ]);
  });

  it('set a file aside that says something else than its bytes, and tell the rest', async () => {
    const files = await checked(...SHARDS);
    const at = SHARDS.findIndex((_, i) => files[`${i + 1}.json`]?.includes('"good.example/CAA"'));
    const name = `${at + 1}.json`;
    const evidence = JSON.parse(files[name] ?? '') as { domains: { lookups: Record<string, object> }[] };
    for (const { lookups } of evidence.domains)
      if (lookups['good.example/CAA'] !== undefined)
        Object.assign(lookups['good.example/CAA'], { answer: { ...NOTHING, owner: 'good.example' } });
    files[name] = JSON.stringify(evidence);
    const { code, out, err } = await run(files, ...MERGE, '1.json', '2.json', '3.json');
    expect(err).toContain(
      `note: "${name}" is set aside: the evidence says something else than the bytes in it`,
    );
    expect(out).toContain(`shard ${at + 1}/3`);
    expect(code).toBe(3);
    const unread = await run(files, ...MERGE, '--no-replay', '1.json', '2.json', '3.json');
    expect(unread.err).toBe('');
  });

  it('write the merged evidence, which can be judged again', async () => {
    const merged = await run(
      await checked(...SHARDS),
      ...MERGE,
      '1.json',
      '2.json',
      '3.json',
      '--evidence',
      'm.json',
    );
    const again = await run(
      Object.fromEntries(merged.stored),
      ...['judge', 'm.json', '-p', 'p.yaml', '--json', '--trust-anchor', 'anchor'],
    );
    expect(again.out).toBe(merged.out);
    expect(again.code).toBe(merged.code);
  });

  it('exit 3 where a shard is missing and all else is well, in Markdown too', async () => {
    const policy = worldPolicy(['good.example', 1], ['plain.example', 1]);
    const files = { ...(await checked()), 'p.yaml': policy };
    const ports = worldPorts(files);
    for (const shard of SHARDS)
      await main([...CHECK, '--shard', shard, '--evidence', `${shard[0]}.json`], ports);
    const present = Object.fromEntries(ports.stored);
    const zones = (i: number): number => (JSON.parse(present[`${i}.json`] ?? '') as Evidence).domains.length;
    const held = [1, 2, 3].filter((i) => zones(i) > 0);
    const lost = held[0] ?? 0;
    const rest = [1, 2, 3].filter((i) => i !== lost).map((i) => `${i}.json`);
    const { code, out } = await run(
      present,
      ...['merge', '-p', 'p.yaml', '--markdown', '--trust-anchor', 'anchor', ...rest],
    );
    expect(code).toBe(3);
    expect(out).toContain(`${lost}&#47;3`);
    expect(out).toContain('left no evidence');
  });

  it('exit 2 for what is no shard, and where no file is of any use', async () => {
    expect((await run({ 'p.yaml': POLICY }, ...CHECK, '--shard', '4/3')).err).toContain('such as 3/10');
    const { code, err } = await run({ 'p.yaml': POLICY }, ...MERGE, 'gone.json');
    expect(code).toBe(2);
    expect(err).toContain('"gone.json" is set aside: there is no such file');
  });
});

const NOTHING = { zone: 'example', aliases: [], kind: 'nodata', ttl: 300, rdatas: [], signatures: [] };
