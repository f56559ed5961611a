import { describe, expect, it } from 'vitest';
import { sarifProblems } from '../report/testing/sarif-check.js';
import type { SarifLog } from '../report/sarif-model.js';
import { main } from './main.js';
import { WORLD_FLAGS, worldPolicy, worldPorts } from './testing/world.js';

const FILES = ['--sarif', 'out/found.sarif', '--junit', 'out/found.xml'];

async function run(policy: string, ...argv: readonly string[]) {
  const ports = worldPorts({ 'dns/p.yaml': policy });
  const code = await main(argv, ports);
  return {
    code,
    ports,
    sarif: ports.stored.get('out/found.sarif'),
    junit: ports.stored.get('out/found.xml'),
  };
}

const check = (...domains: readonly (readonly [string, number])[]) =>
  run(worldPolicy(...domains), 'check', '-p', 'dns/p.yaml', ...WORLD_FLAGS, ...FILES);

describe('check --sarif --junit', () => {
  it('writes what was found beside what it prints, on the lines of the policy', async () => {
    const { code, ports, sarif = '', junit } = await check(['good.example', 2]);
    expect(code).toBe(1);
    expect(sarifProblems(sarif)).toEqual([]);
    const { results, automationDetails } = (JSON.parse(sarif) as SarifLog).runs[0];
    expect(results.map(({ ruleId }) => ruleId)).toContain('caa/wrong-account');
    for (const { locations } of results)
      expect(locations[0].physicalLocation.artifactLocation.uri).toBe('dns/p.yaml');
    expect(automationDetails.id).toBe('caa-guard/dns/p.yaml/');
    expect(junit).toContain('<failure message="');
    expect(ports.out()).toContain('Result: drift');
  });

  it('writes both where all is well: alerts are to be closed', async () => {
    const { code, sarif = '', junit } = await check(['good.example', 1]);
    expect(code).toBe(0);
    expect((JSON.parse(sarif) as SarifLog).runs[0].results.filter(({ level }) => level === 'error')).toEqual(
      [],
    );
    expect(junit).toContain('as the policy demands');
  });

  it('writes no SARIF where something could not be seen, and says why', async () => {
    const { ports, sarif, junit } = await check(['good.example', 2], ['blind.example', 1]);
    expect(sarif).toBeUndefined();
    expect(ports.err()).toContain('note: no SARIF is written: something could not be seen');
    expect(junit).toContain('<error message="');
  });

  it('writes neither, where the policy does not read', async () => {
    const { code, sarif, junit } = await run(
      'version: 2',
      'check',
      '-p',
      'dns/p.yaml',
      ...WORLD_FLAGS,
      ...FILES,
    );
    expect([code, sarif, junit]).toEqual([2, undefined, undefined]);
  });

  it('exits 2 where a file cannot be written', async () => {
    const ports = worldPorts({ 'p.yaml': worldPolicy(['good.example', 1]) });
    const files = { ...ports.files, write: () => Promise.reject(new Error('disk full')) };
    const argv = ['check', '-p', 'p.yaml', ...WORLD_FLAGS, '--junit', 'x.xml'];
    expect(await main(argv, { ...ports, files })).toBe(2);
    expect(ports.err()).toContain('expected to write a report to "x.xml": disk full');
  });
});
