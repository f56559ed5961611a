/**
 * What guarded domains cost in CDKTF, against the bare resources; and what loading the constructs adds to loading the core. Each run is a
 * process of its own; runs of both kinds alternate.
 *
 *     npx tsx bench/constructs.ts [domains=1000] [rounds=5]
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, TerraformResource, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import {
  cloudflare,
  DnsProvider,
  GuardedDomain,
  letsEncrypt,
  googleTrustServices,
} from '../src/constructs/index.js';

/** `distinct`: guarded, and no two domains say the same, so that each is read on its own. */
const KINDS = ['bare', 'guarded', 'distinct'] as const;
type Kind = (typeof KINDS)[number];

/** A resource as thin as the core allows: the least that anybody could write. */
class Bare extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    type: string,
    private readonly attributes: Readonly<Record<string, unknown>>,
  ) {
    super(scope, id, {
      terraformResourceType: type,
      terraformGeneratorMetadata: { providerName: 'cloudflare' },
      lifecycle: { preventDestroy: true },
    });
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { ...this.attributes };
  }
}

const RECORDS = [
  [
    'issue',
    'letsencrypt.org;accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1;validationmethods=dns-01',
  ],
  ['issue', 'pki.goog'],
  ['issuewild', ';'],
  ['iodef', 'mailto:security@example.com'],
] as const;

function bare(stack: TerraformStack, name: string, zoneId: string): void {
  RECORDS.forEach(([tag, value], i) => {
    const data = { flags: 0, tag, value };
    new Bare(stack, `${name}-${i}`, 'cloudflare_dns_record', {
      zone_id: zoneId,
      name,
      type: 'CAA',
      ttl: 300,
      data,
    });
  });
  new Bare(stack, `${name}-dnssec`, 'cloudflare_zone_dnssec', { zone_id: zoneId, status: 'active' });
}

function guarded(stack: TerraformStack, name: string, zoneId: string, account: number): void {
  new GuardedDomain(stack, name.replaceAll('.', '-'), {
    domain: name,
    at: cloudflare({ zoneId }),
    extends: 'caa-guard:strict',
    issue: [letsEncrypt({ account, methods: ['dns-01'] }), googleTrustServices()],
    iodef: ['mailto:security@example.com'],
  });
}

/** One run: CPU seconds of constructing and synthesising, wall clock likewise, and the peak of resident memory in MB. */
interface Run {
  readonly cpu: number;
  readonly wall: number;
  readonly memory: number;
}

function run(kind: Kind, domains: number): Run {
  const outdir = mkdtempSync(path.join(tmpdir(), 'caa-guard-bench-'));
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  const app = new App({ outdir });
  const stack = new TerraformStack(app, 'prod');
  new DnsProvider(stack, 'cloudflare', { kind: 'cloudflare' });
  for (let i = 0; i < domains; i++) {
    const [name, zoneId] = [`d${i}.example`, String(i).padStart(32, '0')];
    if (kind === 'bare') bare(stack, name, zoneId);
    else guarded(stack, name, zoneId, kind === 'distinct' ? i : 1);
  }
  app.synth();
  const used = process.cpuUsage(cpu);
  const result = {
    cpu: (used.user + used.system) / 1e6,
    wall: (performance.now() - wall) / 1e3,
    memory: process.resourceUsage().maxRSS / 1024,
  };
  rmSync(outdir, { recursive: true, force: true });
  return result;
}

function child(kind: Kind, domains: number): Run {
  const args = ['--import', 'tsx', import.meta.filename, 'run', kind, String(domains)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Run;
}

/** CPU milliseconds that loading the built constructs adds once the core is loaded, and those of the core. */
function loading(): { readonly core: number; readonly ours: number } {
  const code = `const t = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1e3 };
    const a = t(); await import('cdktf'); const b = t(); await import('caa-guard/cdktf'); const c = t();
    process.stdout.write(JSON.stringify({ core: b - a, ours: c - b }))`;
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' }),
  ) as { core: number; ours: number };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

function main(domains: number, rounds: number): void {
  const runs = Array.from({ length: rounds }, () => ({
    bare: child('bare', domains),
    guarded: child('guarded', domains),
    distinct: child('distinct', domains),
  }));
  const line = (kind: Kind): string => {
    const of = (what: keyof Run): number => median(runs.map((one) => one[kind][what]));
    return `${kind.padEnd(8)} ${of('cpu').toFixed(2)} s CPU, ${of('wall').toFixed(2)} s wall clock, ${of('memory').toFixed(0)} MB`;
  };
  const ratio = (kind: Kind, what: keyof Run): string =>
    median(runs.map((one) => one[kind][what] / one.bare[what])).toFixed(2);
  const loads = Array.from({ length: rounds }, loading);
  process.stdout.write(
    [
      `${domains} domains, ${5 * domains} resources, ${rounds} rounds`,
      ...KINDS.map((kind) =>
        kind === 'bare'
          ? line(kind)
          : `${line(kind)}; pair by pair ${ratio(kind, 'cpu')} times the CPU, ${ratio(kind, 'wall')} the wall clock`,
      ),
      `loading: cdktf ${median(loads.map(({ core }) => core)).toFixed(0)} ms CPU, caa-guard/cdktf ${median(loads.map(({ ours }) => ours)).toFixed(0)} ms more`,
      '',
    ].join('\n'),
  );
}

const [mode, kind, count] = process.argv.slice(2);
if (mode === 'run') process.stdout.write(JSON.stringify(run(kind as Kind, Number(count))));
else main(Number(mode ?? 1000), Number(kind ?? 5));
