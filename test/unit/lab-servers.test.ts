import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { renderText } from '../../src/base/text.js';
import { DnsName } from '../../src/base/name.js';
import { createDemo, type Demo } from '../../src/lab/index.js';
import { rejudge, writeEvidence } from '../../src/survey/index.js';
import { checkDemo, clock, demoPolicyOf } from './support/demo-check.js';

/** A domain of the demo that is well, served by both. */
const ZONE = 'example.com';
const [ONE, TWO] = ['ns1.hosting.test', 'ns2.hosting.test'] as const;

let demo: Demo;
beforeEach(async () => {
  demo = createDemo({ clock, seed: 'lab-servers' });
  await demo.start();
});
afterEach(() => demo.stop());

async function found() {
  const { judgement, evidence } = await checkDemo(demo, [ZONE]);
  const failing = judgement.findings.filter(({ fails, kind }) => fails || kind === 'unknown');
  const again = await rejudge(
    {
      evidence: writeEvidence(evidence),
      policies: ['policy.yaml'],
      trustAnchor: demo.lab.access.dns.trustAnchor ?? '',
      issuers: demo.lab.access.ct.issuers,
    },
    { clock, readFile: async () => demoPolicyOf(demo, ZONE) },
  );
  // What was seen of single servers stands in the evidence with the exchanges behind it.
  expect(again.ok && again.judgement.findings).toEqual(judgement.findings);
  return failing.map(({ rule, subject }) => `${rule} ${subject}`);
}

describe('a check that asks every name server, where one of two', { timeout: 60_000 }, () => {
  it('says the same as the other, finds nothing, and tells what it asked', async () => {
    const { judgement } = await checkDemo(demo, [ZONE]);
    expect(judgement.outcome).toBe('ok');
    const words = judgement.domains[0]?.checked.map((one) => renderText(one, (value) => value)) ?? [];
    expect(words).toContain(
      'Name servers of example.com: 2, asked one by one at 2 addresses; 2 answer for the zone over UDP, 2 over TCP too.',
    );
  });

  it('is silent, finds it', async () => {
    demo.lab.dns.server(TWO).fault({ kind: 'silent' });
    expect(await found()).toEqual([`dns/silent ${TWO} ${demo.lab.dns.server(TWO).address}`]);
  });

  it('is silent over TCP, finds it', async () => {
    demo.lab.dns.server(TWO).fault({ kind: 'no-tcp' });
    expect(await found()).toEqual([`dns/silent ${TWO} ${demo.lab.dns.server(TWO).address}`]);
  });

  it('does not hold the zone, finds it lame', async () => {
    demo.lab.dns.server(TWO).forget(DnsName.parse(ZONE));
    expect(await found()).toEqual([`dns/lame ${TWO} ${demo.lab.dns.server(TWO).address}`]);
  });

  it('loses every second packet, finds nothing', async () => {
    demo.lab.dns.server(TWO).fault({ kind: { lost: 1, of: 2 }, over: 'udp' });
    expect(await found()).toEqual([]);
  });

  it('has a stricter CAA set, finds that they differ, whichever it asked first', async () => {
    demo.lab.dns.copyAt(TWO, ZONE).replace('@', 'CAA', ['0 issue ";"']);
    expect(await found()).toContain(`caa/servers-differ ${ZONE}`);
  });

  it('has other keys, finds that they differ', async () => {
    demo.lab.dns.copyAt(ONE, ZONE).setSigning({ csk: true });
    expect(await found()).toContain(`dnssec/servers-differ ${ZONE}`);
  });

  it('names a server that the parent does not, finds it', async () => {
    demo.lab.dns.copyAt(ONE, ZONE).add('@', 'NS', 'ns1.elsewhere.test.');
    expect(await found()).toContain(`dns/parent-child-differ ${ZONE}`);
  });
});
