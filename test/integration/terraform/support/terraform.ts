import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { findProgram } from '../../support/programs.js';
import type { Provider } from './provider.js';

/** Terraform, or OpenTofu; `undefined`, said loudly, where neither is installed. */
export function terraformProgram(): string | undefined {
  const found = findProgram('terraform') ?? findProgram('tofu');
  if (found === undefined)
    process.stderr.write(
      '\n*** SKIPPED: tests with the real Terraform. Neither terraform nor tofu is installed.\n\n',
    );
  return found;
}

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs Terraform in a directory against the provider. Nothing is downloaded. */
export function terraform(
  program: string,
  dir: string,
  provider: Provider,
  ...args: readonly string[]
): Promise<Ran> {
  mkdirSync(dir, { recursive: true });
  const [host, port] = provider.address.split(':');
  const reattach = {
    Protocol: 'grpc',
    ProtocolVersion: 6,
    Pid: process.pid,
    Test: true,
    Addr: { Network: 'tcp', String: `${host}:${port}` },
  };
  const registry = program.endsWith('tofu') ? 'registry.opentofu.org' : 'registry.terraform.io';
  const env = {
    PATH: process.env['PATH'],
    HOME: dir,
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
    TF_CLI_CONFIG_FILE: '/dev/null',
    TF_REATTACH_PROVIDERS: JSON.stringify({ [`${registry}/cloudflare/cloudflare`]: reattach }),
  };
  return new Promise((resolve) => {
    execFile(program, [...args], { cwd: dir, env, maxBuffer: 1 << 26 }, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, out, err });
    });
  });
}
