import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { program } from './programs.js';

/** Runs a program to its end and gives what it wrote; throws with its errors when it fails. */
export function run(name: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(program(name), [...args], { cwd, timeout: 30_000, maxBuffer: 1 << 26 }, (error, out, err) => {
      if (error === null) return resolve(out);
      reject(new Error(`${name} ${args.join(' ')} failed: ${err.trim() || out.trim() || error.message}`));
    });
  });
}

/** As `run`, but for programs whose exit status is an answer. */
export function output(name: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(program(name), [...args], { cwd, timeout: 30_000 }, (_, out, err) => resolve(out + err));
  });
}

export interface Daemon {
  stop(): Promise<void>;
}

/** Starts a server in the foreground and waits until `ready` says so; its last words are in the error if it dies. */
export async function startDaemon(
  name: string,
  args: readonly string[],
  cwd: string,
  ready: () => Promise<boolean>,
): Promise<Daemon> {
  const child = spawn(program(name), [...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const keep = (chunk: Buffer): void => void (said = (said + chunk.toString()).slice(-4000));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode}: ${said}`);
    if (await ready()) return { stop: () => stop(child, ended) };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await stop(child, ended);
  throw new Error(`${name} did not answer within 10 seconds: ${said}`);
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), 3_000);
  await ended;
  clearTimeout(force);
}

/** A port that is free over UDP and TCP on all of `addresses`. */
export async function freePort(addresses: readonly string[]): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const free = await Promise.all(addresses.map((address) => isFree(address, port)));
    if (free.every(Boolean)) return port;
  }
  throw new Error(`no free port was found on ${addresses.join(', ')}`);
}

async function isFree(address: string, port: number): Promise<boolean> {
  const udp = createSocket('udp4');
  const tcp = createServer();
  const tried = await Promise.all([
    new Promise<boolean>((resolve) => {
      udp.once('error', () => resolve(false));
      udp.bind({ port, address, exclusive: true }, () => resolve(true));
    }),
    new Promise<boolean>((resolve) => {
      tcp.once('error', () => resolve(false));
      tcp.listen(port, address, () => resolve(true));
    }),
  ]);
  udp.close();
  tcp.close();
  return tried.every(Boolean);
}

/** Runs `work` for all items, `most` at a time. */
export async function eachOf<T>(
  items: readonly T[],
  most: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: most }, worker));
}
