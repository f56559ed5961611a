import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { createDemo, type Demo } from '../../../src/lab/index.js';
import { startGitHub, type GitHub } from './github.js';
import { startJob, type StepResult } from './job.js';
import { hangWall, type Wall } from './later.js';
import { labFiles, labInputs } from './lab-inputs.js';

/** The token of the workflow: as long as GitHub's are. */
export const TOKEN = `ghs_${'Wq3.'.repeat(129)}`;
export const BOT = 'github-actions[bot]';

/** A repository with a scheduled workflow: the lab's domains, a GitHub, and the built bundle run as its step. */
export interface Schedule {
  readonly github: GitHub;
  readonly demo: Demo;
  readonly wall: Wall;
  /** Runs the step once. */
  run(inputs?: Readonly<Record<string, string>>, env?: Readonly<Record<string, string>>): Promise<StepResult>;
  /** Files that are checked out besides those of the lab. */
  readonly files: Record<string, string>;
  /** The runner's folder for temporary files. */
  readonly folder: string;
  /** Texts that runs have left: logs without the command that masks, summaries, outputs, files. */
  left(): Promise<string>;
  end(): Promise<void>;
}

export async function startSchedule(seed: string): Promise<Schedule> {
  const wall = hangWall();
  const clock = { now: () => Date.now(), monotonic: () => performance.now() };
  const demo = createDemo({ clock, seed });
  const [job, github] = await Promise.all([startJob(), startGitHub(), demo.start()]);
  github.token(TOKEN, { login: BOT, app: true, may: { contents: 'read', issues: 'write' } });
  const results: StepResult[] = [];
  const files: Record<string, string> = {};
  return {
    github,
    demo,
    wall,
    run: async (inputs = {}, env = {}) => {
      await job.checkout({ ...labFiles(demo), ...files });
      const result = await job.step(
        { ...inputsOf(demo), 'github-token': TOKEN, issues: 'true', 'unknown-after': '2h', ...inputs },
        {
          GITHUB_API_URL: github.url,
          GITHUB_RUN_ID: String(1000 + results.length),
          ...(await wall.env()),
          ...env,
        },
      );
      results.push(result);
      return result;
    },
    files,
    folder: job.temporary,
    left: async () => {
      const texts = results.flatMap(({ lines, summary, outputs }) => [
        ...lines.filter((line) => !line.startsWith('::add-mask::')),
        summary,
        JSON.stringify(outputs),
      ]);
      for (const folder of [job.workspace, job.temporary])
        for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
          if (entry.isFile()) texts.push(await readFile(path.join(entry.parentPath, entry.name), 'utf8'));
      return texts.join('\n');
    },
    end: async () => {
      await Promise.all([demo.stop(), github.close(), job.end()]);
      await wall.end();
    },
  };
}

function inputsOf(demo: Demo): Record<string, string> {
  return { ...labInputs(demo), 'ct-proof': demo.lab.access.ct.proof, 'time-limit': '60s' };
}
