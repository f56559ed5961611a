import { createHash } from 'node:crypto';

const SEAL = /^# As it was written: sha256 ([0-9a-f]{64}) of the lines above\.\n$/;

/** A proposal with a last line by which it is seen whether somebody has worked on it since. */
export function sealed(text: string): string {
  return `${text}# As it was written: sha256 ${digest(text)} of the lines above.\n`;
}

/** Whether a proposal is as it was written, so that nobody's work is lost with it. */
export function isAsWritten(proposal: string): boolean {
  const lines = proposal.replaceAll('\r\n', '\n');
  const end = lines.lastIndexOf('\n', lines.length - 2) + 1;
  return SEAL.exec(lines.slice(end))?.[1] === digest(lines.slice(0, end));
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
