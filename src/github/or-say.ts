import { messageOf } from '../base/error.js';
import type { Text } from '../base/text.js';
import { inertMessage, printed } from '../report/index.js';
import type { RunPorts } from './ports.js';

/** A report that cannot be written must not change what was judged: it is said, and the run goes on. */
export async function orSay<Value>(
  ports: Pick<RunPorts, 'log'>,
  what: Text,
  write: () => Promise<Value>,
): Promise<Value | undefined> {
  try {
    return await write();
  } catch (error) {
    ports.log(printed`caa-guard: the ${what} could not be written: ${inertMessage(messageOf(error))}`);
    return undefined;
  }
}
