import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../../src/cli/main.js';
import { testPorts } from '../../../src/cli/testing/ports.js';
import { createNodeExchange } from '../../../src/dns/index.js';
import type { Exchange } from '../../../src/dns/model.js';
import { createLab, type Lab } from '../../../src/lab/index.js';
import type { JsonReport } from '../../../src/report/index.js';

const ACCOUNT = 'https://acme-v02.api.letsencrypt.org/acme/acct/1';
const clock = { now: () => Date.now(), monotonic: () => performance.now() };
const BOUND_RECORD = `0 issue "letsencrypt.org;accounturi=${ACCOUNT};validationmethods=dns-01"`;
const LOOSE_RECORD = '0 issue "letsencrypt.org"';

let lab: Lab;
beforeAll(async () => {
  lab = createLab({ clock, seed: 'three-way' });
  for (const [name, record] of [
    ['bound.com', BOUND_RECORD],
    ['loose.net', LOOSE_RECORD],
    ['new.org', LOOSE_RECORD],
  ] as const)
    lab.addZone({
      name,
      records: [
        ['@', 'CAA', record],
        ['@', 'CAA', '0 issuewild ";"'],
        ['@', 'A', '192.0.2.80'],
      ],
    });
  await lab.start();
}, 60_000);
afterAll(() => lab.stop());

const BOUND = `issue: [{ca: letsencrypt.org, account: "${ACCOUNT}", methods: [dns-01]}], issuewild: none`;
const LOOSE = 'issue: [letsencrypt.org], issuewild: none';
const policy = (domains: Readonly<Record<string, string>>, rest = ''): string =>
  `version: 1\n${rest}domains:\n${Object.entries(domains)
    .map(([name, clauses]) => `  ${name}: {${clauses}}\n`)
    .join('')}`;

interface Run {
  readonly code: number;
  readonly err: string;
  readonly report: JsonReport;
  /** Names that were asked for, in presentation form; those of servers and of zones above are among them. */
  readonly asked: ReadonlySet<string>;
}

/** `caa-guard check --base main` over real sockets, as any CI would call it. */
async function check(
  files: { readonly base?: string; readonly head: string; readonly directory?: true },
  ...flags: readonly string[]
): Promise<Run> {
  const { rootHints = '', trustAnchor = '', port } = lab.access.dns;
  const network = createNodeExchange({ clock, destinations: { allowPrivate: true } });
  const routed = lab.routed(network);
  const asked = new Set<string>();
  const exchange: Exchange = (server, query, transport, options) => {
    asked.add(questionName(query));
    return routed(server, query, transport, options);
  };
  const ports = testPorts({
    clock,
    exchange,
    stored: new Map([
      ['hints', rootHints],
      ['anchor', trustAnchor],
      ['caa-guard.yaml', files.head],
      ...(files.base === undefined ? [] : ([['main/caa-guard.yaml', files.base]] as const)),
    ]),
  });
  const disk = { ...ports.files };
  if (files.directory === true)
    ports.files.read = (path) =>
      path === 'main' || path === 'main/.git'
        ? Promise.reject(Object.assign(new Error('a directory'), { code: 'EISDIR' }))
        : disk.read(path);
  try {
    const code = await main(
      [
        ...['check', '--base', 'main', '--json', '--no-ct', '--allow-private-addresses'],
        ...['--root-hints', 'hints', '--trust-anchor', 'anchor'],
        ...(port === undefined ? [] : ['--port', String(port)]),
        ...flags,
      ],
      ports,
    );
    const report = (ports.out() === '' ? {} : JSON.parse(ports.out())) as JsonReport;
    return { code, err: ports.err(), report, asked };
  } finally {
    network.close();
  }
}

/** The name in the question of a query (RFC 1035, section 4.1.2); labels of the lab are plain. */
function questionName(query: Uint8Array): string {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(Buffer.from(query.subarray(at + 1, at + 1 + length)).toString('latin1'));
    at += length + 1;
  }
  return labels.join('.').toLowerCase();
}

const told = ({ findings }: JsonReport): readonly string[] =>
  findings
    .filter(({ kind }) => kind === 'drift')
    .map(
      ({ fails, stage, rule, zone }) => `${fails ? 'FAILS' : 'passes'} ${stage ?? 'before'} ${rule} ${zone}`,
    );

describe('a change of the policy, checked over real sockets', { timeout: 60_000 }, () => {
  it('passes where it forbids more than stands in DNS yet', async () => {
    const { code, report } = await check({
      base: policy({ 'loose.net': LOOSE }),
      head: policy({ 'loose.net': BOUND }),
    });
    expect(told(report)).toEqual(['passes pending caa/binding-lost loose.net']);
    expect(code).toBe(0);
    expect(report.change).toEqual({
      kind: 'changed',
      weakened: 0,
      approved: true,
      pending: 1,
      notLookedAt: [],
    });
  });

  it('fails where it lets go of the account, on the line of the grant in its own file', async () => {
    const files = { base: policy({ 'bound.com': BOUND }), head: policy({ 'bound.com': LOOSE }) };
    const { code, report } = await check(files);
    expect(code).toBe(1);
    expect(told(report)).toContain('FAILS weakened policy/weakened bound.com');
    const [weakened] = report.findings.filter(({ rule }) => rule === 'policy/weakened');
    expect(weakened?.at).toMatchObject({ file: 'caa-guard.yaml', line: 3 });
    expect(files.head.split('\n')[2]?.slice((weakened?.at?.column ?? 1) - 1)).toMatch(/^letsencrypt\.org/);
  });

  it('passes when a reviewer that the base names approved it, and fails when only the change names them', async () => {
    const rule = 'approval: {reviewers: [alice]}\n';
    const head = policy({ 'bound.com': LOOSE }, rule);
    const approved = await check(
      { base: policy({ 'bound.com': BOUND }, rule), head },
      '--approved-by',
      'Alice',
    );
    expect(approved.code).toBe(0);
    expect(approved.report.change).toMatchObject({ approved: true });
    const refused = await check({ base: policy({ 'bound.com': BOUND }), head }, '--approved-by', 'alice');
    expect(refused.code).toBe(1);
  });

  it('fails for what had drifted before, and tells that from what waits', async () => {
    const { code, report } = await check({
      base: policy({ 'bound.com': BOUND, 'loose.net': BOUND }),
      head: policy({ 'bound.com': BOUND, 'loose.net': BOUND, 'new.org': BOUND }),
    });
    expect(code).toBe(1);
    expect(told(report)).toEqual([
      'FAILS before caa/binding-lost loose.net',
      'passes pending caa/binding-lost new.org',
    ]);
  });

  it('from a fork asks nobody for what it adds, and says so', async () => {
    const files = {
      base: policy({ 'bound.com': BOUND }),
      head: policy({ 'bound.com': `${BOUND}, names: {www.bound.com: {${BOUND}}}`, 'new.org': BOUND }),
    };
    const own = await check(files);
    expect([...own.asked].filter((name) => /^(.*\.)?(new\.org|www\.bound\.com)$/.test(name))).not.toEqual([]);
    const fork = await check(files, '--fork');
    expect([...fork.asked].filter((name) => /^(.*\.)?(new\.org|www\.bound\.com)$/.test(name))).toEqual([]);
    expect(fork.report.change?.notLookedAt).toEqual(['new.org', 'www.bound.com']);
    expect(fork.report.domains.map(({ zone }) => zone)).toEqual(['bound.com']);
    expect(fork.code).toBe(0);
  });

  it('is a first policy where the directory of the base holds none, and nothing fails', async () => {
    const { code, report } = await check({ head: policy({ 'loose.net': BOUND }), directory: true });
    expect(code).toBe(0);
    expect(report.change?.kind).toBe('first');
    expect(told(report)).toEqual(['passes pending caa/binding-lost loose.net']);
  });

  it('is refused where there is no such directory: that is no first policy', async () => {
    const { code, err } = await check({ head: policy({ 'loose.net': BOUND }) });
    expect(code).toBe(2);
    expect(err).toContain(
      'option --base: expected a policy file, or a directory that may hold one, at "main"',
    );
  });
});
