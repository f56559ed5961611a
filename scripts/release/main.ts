import { check, clean, follow, publish, release } from './steps.ts';
import { jobPorts, jobReleased } from './system.ts';

/*
 * The steps of .github/workflows/release.yml. Run by Node 24 as it stands, with no package installed: the jobs that may
 * publish run nothing but this, npm and gh.
 */

async function main([step, folder = 'package']: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const ports = jobPorts(env);
  const released = jobReleased(env);
  switch (step) {
    case 'check':
      return check(released, ports);
    case 'clean':
      return clean(ports);
    case 'publish':
      return publish(released, folder, ports);
    case 'release':
      return release(released, ports);
    case 'follow':
      return follow(released, ports);
    default:
      throw new Error(
        `expected check, clean, publish FOLDER, release or follow, got ${JSON.stringify(step)}`,
      );
  }
}

try {
  await main(process.argv.slice(2), process.env);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
