import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A clock on the wall that can be put forward, here and in the steps of a job. What is measured (timeouts, pauses) goes on as ever. */
export interface Wall {
  /** Hours that have passed beyond those that have. */
  forward(hours: number): void;
  /** For the environment of a step. */
  env(): Promise<Readonly<Record<string, string>>>;
  end(): Promise<void>;
}

const HOUR = 3_600_000;

/** Puts a `Date` that is `SHIFT` milliseconds late in place of the real one. */
const SHIFTED = `
const Real = Date;
const shift = Number(process.env.SHIFT_MS);
globalThis.Date = class Date extends Real {
  constructor(...given) {
    if (given.length === 0) super(Real.now() + shift);
    else super(...given);
  }
  static now() {
    return Real.now() + shift;
  }
};
`;

/** Takes the place of this process's own `Date` until its end: the lab and the GitHub of the tests live by it as well. */
export function hangWall(): Wall {
  const Real = globalThis.Date;
  let shift = 0;
  globalThis.Date = class Date extends Real {
    constructor(...given: [] | [number | string]) {
      if (given.length === 0) super(Real.now() + shift);
      else super(...given);
    }
    static override now(): number {
      return Real.now() + shift;
    }
  } as DateConstructor;
  let folder: Promise<string> | undefined;
  const preload = async (): Promise<string> => {
    const made = await mkdtemp(path.join(tmpdir(), 'caa-guard-wall-'));
    await writeFile(path.join(made, 'shifted.mjs'), SHIFTED);
    return made;
  };
  return {
    forward: (hours) => {
      shift += hours * HOUR;
    },
    env: async () => ({
      NODE_OPTIONS: `--import=${path.join(await (folder ??= preload()), 'shifted.mjs')}`,
      SHIFT_MS: String(shift),
    }),
    end: async () => {
      globalThis.Date = Real;
      if (folder !== undefined) await rm(await folder, { recursive: true, force: true });
    },
  };
}
