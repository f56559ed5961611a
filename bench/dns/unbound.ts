import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from './world.js';

export interface Run {
  /** Seconds of wall clock and of processor time (user and system, all threads). */
  readonly wall: number;
  readonly cpu: number;
  readonly answered: number;
  readonly secure: number;
  /** Octets of resident memory at its highest. */
  readonly memory: number;
}

const ADDRESS = '127.0.53.10';

/** One cold run of Unbound (two threads) over all names, fed by dnsperf. */
export async function runUnbound(world: World, threads = 2): Promise<Run> {
  const file = (name: string): string => path.join(world.directory, name);
  writeFileSync(file('anchor'), `${world.anchor}\n`);
  writeFileSync(file('hints'), `. 3600000 IN NS ns.root.\nns.root. 3600000 IN A ${world.rootServer}\n`);
  writeFileSync(
    file('unbound.conf'),
    `server:
  directory: "${world.directory}"
  chroot: ""
  username: ""
  pidfile: ""
  use-syslog: no
  logfile: "${file('unbound.log')}"
  interface: ${ADDRESS}@5300
  access-control: 127.0.0.0/8 allow
  num-threads: ${threads}
  do-not-query-localhost: no
  root-hints: "${file('hints')}"
  trust-anchor-file: "${file('anchor')}"
  qname-minimisation: no
  do-ip6: no
  msg-cache-slabs: 4
  rrset-cache-slabs: 4
`,
  );
  writeFileSync(file('queries'), world.names.map((name) => `${name} CAA\n`).join(''));
  const child = spawn('unbound', ['-d', '-c', file('unbound.conf')], { stdio: 'ignore' });
  try {
    await up();
    const before = cpuSeconds(child.pid ?? 0);
    const output = execFileSync(
      'dnsperf',
      ['-s', ADDRESS, '-p', '5300', '-d', file('queries'), '-n', '1', '-D', '-q', '200', '-t', '10'],
      { encoding: 'utf8' },
    );
    const cpu = cpuSeconds(child.pid ?? 0) - before;
    const secure = countSecure(world.names.slice(0, 20));
    const memory = peakMemory(child.pid ?? 0);
    return {
      wall: Number(/Run time \(s\):\s+([\d.]+)/.exec(output)?.[1]),
      cpu,
      answered: Number(/Queries completed:\s+(\d+)/.exec(output)?.[1]),
      secure,
      memory,
    };
  } finally {
    child.kill('SIGKILL');
    await sleep(100);
  }
}

async function up(): Promise<void> {
  for (let i = 0; i < 100; i++) {
    try {
      execFileSync(
        'kdig',
        [`@${ADDRESS}`, '-p', '5300', '+timeout=1', '+retry=0', 'id.server', 'CH', 'TXT'],
        {
          stdio: 'ignore',
        },
      );
      return;
    } catch {
      await sleep(50);
    }
  }
  throw new Error('Unbound did not start');
}

/** Of these names (now in its cache), how many Unbound calls secure: the run must have validated. */
function countSecure(names: readonly string[]): number {
  return names.filter((name) =>
    execFileSync('kdig', [`@${ADDRESS}`, '-p', '5300', '+dnssec', name, 'CAA'], {
      encoding: 'utf8',
    }).includes(' ad'),
  ).length;
}

/** User and system time of a process from /proc, in seconds (100 ticks a second on Linux). */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function peakMemory(pid: number): number {
  return 1024 * Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}
