/** The starts that are compared: ours as a schedule, with issues, on a pull request; and others. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'rolldown';
import type { Start } from './run.js';
import { BASE, HEAD, MERGE, POLICY, WORKFLOW, WORKFLOW_PATH, type World } from './world.js';

export interface Case {
  readonly name: string;
  readonly start: Start;
  /** The bundle of which the size is told. */
  readonly file?: string;
}

interface Place {
  readonly folder: string;
  readonly dist: string;
  readonly world: World;
}

/** Actions that publish their bundle on npm: they install packages, and ask the cache first. */
const PEERS = [
  ['@cypress/github-action', '7.3.0'],
  ['npm-install', '1.12.1'],
] as const;

export async function casesOf(place: Place): Promise<readonly Case[]> {
  const { dist } = place;
  return [
    { name: '`node -e 0`, to its end', start: { ...plainStart(place), argv: ['-e', '0'], until: 'exit' } },
    await sender(place, 'bare Node: one message', `import { createSocket } from 'node:dgram';`),
    await sender(place, '`@actions/core` alone: an input, one message', TOOLKIT),
    { name: 'caa-guard: `schedule`', start: ours(place, {}), file: dist },
    { name: 'caa-guard: `schedule`, `issues: true`', start: ours(place, { INPUT_ISSUES: 'true' }) },
    { name: 'caa-guard: `pull_request`, to the request for the base', start: pullRequest(place, 'http') },
    { name: 'caa-guard: `pull_request`, to the first question', start: pullRequest(place, 'dns') },
    ...PEERS.flatMap(([name, version]) => peer(place, name, version)),
  ];
}

const TOOLKIT = [
  `import * as core from '@actions/core';`,
  `import { createSocket } from 'node:dgram';`,
  `core.setOutput('policy', core.getInput('policy'));`,
].join('\n');

/** The environment of a runner, and nothing else. */
function plainStart({ folder, world }: Place): Omit<Start, 'argv' | 'until'> {
  const workspace = path.join(folder, 'workspace');
  const files = Object.fromEntries(
    ['GITHUB_OUTPUT', 'GITHUB_STEP_SUMMARY', 'GITHUB_ENV', 'GITHUB_STATE', 'GITHUB_PATH'].map((name) => {
      const file = path.join(folder, name.toLowerCase());
      writeFileSync(file, '');
      return [name, file];
    }),
  );
  return {
    cwd: workspace,
    env: {
      ...files,
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      GITHUB_ACTIONS: 'true',
      CI: 'true',
      GITHUB_WORKSPACE: workspace,
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_API_URL: world.url,
      GITHUB_REPOSITORY: 'example/domains',
      GITHUB_ACTION_REPOSITORY: 'org/caa-guard',
      GITHUB_ACTION_REF: 'v1',
      GITHUB_EVENT_NAME: 'schedule',
      GITHUB_REF: 'refs/heads/main',
      RUNNER_TEMP: path.join(folder, '_temp'),
      RUNNER_OS: 'Linux',
    },
  };
}

function ours(place: Place, inputs: Readonly<Record<string, string>>): Start {
  const start = plainStart(place);
  writeFileSync(path.join(start.cwd, 'caa-guard.yaml'), POLICY);
  writeFileSync(path.join(start.cwd, 'hints'), 'a.root. 3600 A 127.0.0.1\n');
  return {
    ...start,
    argv: [place.dist],
    env: {
      ...start.env,
      'INPUT_ROOT-HINTS': 'hints',
      'INPUT_DNS-PORT': String(place.world.dnsPort),
      'INPUT_ALLOW-PRIVATE-ADDRESSES': 'true',
      'INPUT_GITHUB-TOKEN': 'token',
      ...inputs,
    },
    until: 'dns',
  };
}

/** The base is read by the API: three requests there and back on loopback, and the policy read twice. */
function pullRequest(place: Place, until: 'dns' | 'http'): Start {
  const start = ours(place, {});
  const payload = path.join(place.folder, 'event.json');
  const repo = { id: 1 };
  const pull = {
    number: 7,
    user: { login: 'alice' },
    base: { sha: BASE, repo },
    head: { sha: HEAD, repo },
  };
  writeFileSync(payload, JSON.stringify({ repository: repo, pull_request: pull }));
  mkdirSync(path.join(start.cwd, path.dirname(WORKFLOW_PATH)), { recursive: true });
  writeFileSync(path.join(start.cwd, WORKFLOW_PATH), WORKFLOW);
  const ref = 'refs/pull/7/merge';
  const job = {
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_EVENT_PATH: payload,
    GITHUB_REF: ref,
    GITHUB_SHA: MERGE,
    GITHUB_JOB: 'check',
    GITHUB_WORKFLOW_REF: `example/domains/${WORKFLOW_PATH}@${ref}`,
  };
  return { ...start, env: { ...start.env, ...job }, until };
}

/** A program that does next to nothing before it sends its message. */
async function sender(place: Place, name: string, head: string): Promise<Case> {
  const source = path.join(import.meta.dirname, `.sender-${process.pid}.mjs`);
  const file = path.join(place.folder, `${name.replace(/\W+/g, '-')}.mjs`);
  const send = `createSocket('udp4').send('x', ${place.world.dnsPort}, '127.0.0.1');\nsetTimeout(() => {}, 60_000);`;
  writeFileSync(source, `${head}\n${send}\n`);
  try {
    await build({ input: source, platform: 'node', logLevel: 'silent', output: { file, format: 'esm' } });
  } finally {
    execFileSync('rm', ['-f', source]);
  }
  return { name, start: { ...plainStart(place), argv: [file], until: 'dns' }, file };
}

/** Another action, up to its first request to the cache; nothing where the registry does not give it. */
function peer(place: Place, name: string, version: string): readonly Case[] {
  const into = path.join(place.folder, 'peers', name);
  mkdirSync(into, { recursive: true });
  try {
    const packed = execFileSync('npm', ['pack', '--silent', `${name}@${version}`], {
      cwd: into,
      encoding: 'utf8',
    });
    execFileSync('tar', ['xzf', packed.trim()], { cwd: into });
  } catch (error) {
    process.stderr.write(`${name} is left out: ${String(error)}\n`);
    return [];
  }
  const start = plainStart(place);
  writeFileSync(path.join(start.cwd, 'package.json'), '{ "name": "example", "version": "1.0.0" }\n');
  writeFileSync(
    path.join(start.cwd, 'package-lock.json'),
    '{ "name": "example", "lockfileVersion": 3, "packages": {} }\n',
  );
  const { url } = place.world;
  const env = {
    ...start.env,
    ACTIONS_CACHE_URL: `${url}/`,
    ACTIONS_RESULTS_URL: `${url}/`,
    ACTIONS_RUNTIME_TOKEN: 'token',
    ACTIONS_CACHE_SERVICE_V2: 'true',
    INPUT_INSTALL: 'true',
    INPUT_USELOCKFILE: 'true',
    'INPUT_USE-LOCKFILE': 'true',
  };
  const file = path.join(into, 'package/dist/index.js');
  return [
    {
      name: `${name} ${version}, to its first request`,
      start: { ...start, env, argv: [file], until: 'http' },
      file,
    },
  ];
}
