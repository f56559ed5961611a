import type { Call } from './call.js';
import type { Client } from './client.js';
import { GitHubError } from './error.js';
import type { TokenAccount } from './port.js';
import { read, UserShape } from './shapes.js';

/**
 * Whose the token is. One of an App is of no user, and GitHub says so; a server that has no such place says nothing. Any other
 * refusal is no answer to who asks.
 */
export async function accountOf(client: Client): Promise<TokenAccount> {
  const call: Call = {
    method: 'GET',
    to: '/user',
    kind: 'read',
    doing: 'learn the account of the token',
    needs: '`contents: read`',
  };
  try {
    return { kind: 'user', login: read(await client.ask(call), UserShape, call).login };
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    if (error.code === 'forbidden' && /not accessible by/i.test(error.message)) return { kind: 'app' };
    if (error.code === 'missing') return { kind: 'unknown' };
    throw error;
  }
}
