import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.js';
import { WORLD_FLAGS, worldPorts } from '../../src/cli/testing/world.js';
import { screen } from '../../src/report/screen.js';

const PAGE = readFileSync(path.resolve(import.meta.dirname, '../../docs/cli.md'), 'utf8');
const DNS_FLAGS = WORLD_FLAGS.filter((flag) => flag !== '--no-ct');

/** What the page shows below a command. */
function listing(command: string): readonly string[] {
  const found = PAGE.split('```console\n').find((block) => block.startsWith(`$ caa-guard ${command}\n`));
  return (
    found
      ?.split('\n```')[0]
      ?.split('\n')
      .slice(1)
      .filter((line) => line !== '') ?? []
  );
}

describe('the page on the command line shows what is printed', () => {
  it.each([
    ['explain www.good.example --ca letsencrypt.org', DNS_FLAGS],
    ['init good.example plain.example', WORLD_FLAGS],
  ])('by %s', async (command, flags) => {
    const ports = worldPorts();
    await main([...command.split(' '), ...flags], ports);
    const printed = screen(ports.out() + ports.err());
    expect(listing(command).length).toBeGreaterThan(4);
    expect(listing(command).filter((line) => !printed.includes(line))).toEqual([]);
  });
});
