import type { Call } from './call.js';
import type { Client } from './client.js';
import { GitHubError } from './error.js';
import { read, UserShape } from './shapes.js';

/** The account of `GITHUB_TOKEN`. */
const WORKFLOW = 'github-actions[bot]';

/**
 * Login for which the token acts. A token of an App is of no user, and GitHub says so: it is taken for the one of a workflow. (For
 * one of another App the account has to be told, by the input issue-author.) Any other refusal says nothing of who asks.
 */
export async function loginOf(client: Client): Promise<string> {
  const call: Call = {
    method: 'GET',
    to: '/user',
    kind: 'read',
    doing: 'learn the account of the token',
    needs: '`contents: read`',
  };
  try {
    return read(await client.ask(call), UserShape, call).login;
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    const ofAnApp = error.code === 'forbidden' && /not accessible by/i.test(error.message);
    if (ofAnApp || error.code === 'missing') return WORKFLOW;
    throw error;
  }
}
