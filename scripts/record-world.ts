import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { systemClock } from '../src/dns/index.js';
import { runCheck, writeEvidence } from '../src/survey/index.js';
import { Knot } from '../test/integration/support/knot.js';
import { zone, zoneFile, type ZoneSpec } from '../test/integration/support/zone-spec.js';

/*
 * Records the world of src/cli/testing: Knot serves a signed root and `example`, below it `good` (signed, CAA bound to an
 * account), `plain` (the same, not signed) and `blind` (nobody is at the address of its server). Needs `knotd`.
 */

const HOST = '127.0.0.61';
const NOBODY = '127.0.0.69';
const PORT = 5311;
const OUT = new URL('../src/cli/testing/world.json', import.meta.url);

const guarded = (name: string): readonly string[] => [
  '@ CAA 0 issue "letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1; validationmethods=dns-01"',
  '@ CAA 0 issuewild ";"',
  `@ CAA 0 iodef "mailto:sec@${name}"`,
  '@ A 192.0.2.1',
  'www A 192.0.2.1',
];
const own = (name: string, more: Partial<ZoneSpec>): ZoneSpec =>
  zone(`${name}.`, 'knot', { ns: [[`ns.${name}.`, HOST]], ...more });

const root = zone('.', 'knot', { ns: [['a.root.', HOST]], records: [] });
const example = own('example', { records: [] });
const good = own('good.example', { records: guarded('good.example') });
const plain = own('plain.example', { records: guarded('plain.example'), signed: false, ds: 'none' });
const zones = [root, example, good, plain];

const delegation = (name: string, host = HOST): readonly string[] => [
  `${name}. NS ns.${name}.`,
  `ns.${name}. A ${host}`,
];

const dir = await mkdtemp(path.join(tmpdir(), 'caa-guard-world-'));
const knot = new Knot(dir, HOST, PORT, zones);
await knot.configure();
const ds = new Map<ZoneSpec, readonly string[]>();
for (const one of zones.filter(({ signed }) => signed)) {
  await knot.makeKey(one);
  ds.set(one, await knot.ds(one));
}
const lines: ReadonlyMap<ZoneSpec, readonly string[]> = new Map([
  [root, [...delegation('example'), ...(ds.get(example) ?? [])]],
  [
    example,
    [
      ...delegation('good.example'),
      ...(ds.get(good) ?? []),
      ...delegation('plain.example'),
      ...delegation('blind.example', NOBODY),
    ],
  ],
]);
for (const one of zones) await writeFile(knot.fileOf(one), zoneFile(one, lines.get(one) ?? []));
const server = await knot.start();
try {
  const issue = 'issue: [{ca: letsencrypt.org}]';
  const policy = [
    'version: 1',
    'domains:',
    ...['blind', 'example', 'plain'].map((name) => `  ${name}.example: {${issue}}`),
    `  good.example: {${issue}, names: {www.good.example: {}}}`,
    '',
  ];
  const result = await runCheck(
    {
      policies: ['policy.yaml'],
      dns: {
        resolvers: [],
        rootHints: `a.root. 3600 A ${HOST}\n`,
        trustAnchor: `${(ds.get(root) ?? []).join('\n')}\n`,
        port: PORT,
        allowPrivateAddresses: true,
      },
      ct: 'off',
      tool: { name: 'caa-guard', version: '0.1.0' },
    },
    { clock: systemClock, readFile: () => Promise.resolve(policy.join('\n')) },
  );
  if (!result.ok) throw new Error(result.errors.map(({ message }) => message).join('\n'));
  const options = await resolveConfig(OUT);
  await writeFile(OUT, await format(writeEvidence(result.evidence), { ...options, parser: 'json' }));
} finally {
  await server.stop();
  await rm(dir, { recursive: true, force: true });
}
