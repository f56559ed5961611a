/** What a program gave back. It is not an error that its exit code is not 0. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Starts a program without a shell, with `input` at its standard input. */
export type Run = (program: string, args: readonly string[], input?: string) => Promise<Ran>;

/** The repository as it stands at GitHub. All reject if that cannot be told, or is refused. */
export interface Forge {
  /** The commit that a tag names, through an annotated tag too. */
  commitOf(tag: string): Promise<string>;
  /** Names of all tags that begin with `v`. */
  tags(): Promise<readonly string[]>;
  /** The release of a tag; `undefined` where there is none. Drafts are none. */
  release(tag: string): Promise<{ readonly immutable: boolean } | undefined>;
  /** Releases a tag that is there. */
  publish(released: Released, notes: string, latest: boolean): Promise<void>;
  /** Creates a tag, or moves it. */
  move(tag: string, commit: string): Promise<void>;
}

export interface Ports {
  readonly forge: Forge;
  readonly run: Run;
  readonly read: (file: string) => Promise<Uint8Array>;
  readonly list: (folder: string) => Promise<readonly string[]>;
  readonly say: (line: string) => void;
}

/** What is released: the tag as it was pushed, and the commit that it named then. */
export interface Released {
  readonly tag: string;
  readonly commit: string;
  /** As `https://github.com/owner/name`. */
  readonly repository: string;
}

/** What a program printed, or an error that tells how it failed. */
export async function output(
  run: Run,
  program: string,
  args: readonly string[],
  input?: string,
): Promise<string> {
  const { code, out, err } = await run(program, args, input);
  if (code !== 0)
    throw new Error(
      `${program} ${args.slice(0, 3).join(' ')}: expected exit code 0, got ${code}: ${err.trim() || out.trim()}`,
    );
  return out;
}
