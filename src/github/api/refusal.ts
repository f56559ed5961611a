import { failed, type Answer, type Call } from './call.js';
import type { GitHubError } from './error.js';
import { permissionsIn } from './permissions.js';
import { saidIn } from './said.js';

/** The error for an answer that says no, for good, with what can be done about it. */
export function refusal(answer: Answer, call: Call, base: string): GitHubError {
  const { status } = answer;
  const came = `it answered ${status} (${saidIn(answer)})`;
  switch (status) {
    case 401:
      return failed(
        'unauthorized',
        call,
        `expected the token to be taken at ${base}; ${came}. It may have expired, or be for another server: see the input ` +
          'github-token',
        { status },
      );
    case 403:
      return forbidden(answer, call, came);
    case 404:
      return failed(
        'missing',
        call,
        `expected to find it; ${came}. Either it is not there, or the token may not see it: a private repository needs ` +
          `${call.needs} in \`permissions:\` of the job`,
        { status },
      );
    case 410:
      // What was deleted is gone as well, and says nothing of the repository.
      return /deleted/i.test(came)
        ? failed('missing', call, `expected to find it; ${came}`, { status })
        : failed(
            'gone',
            call,
            `expected issues to be on; ${came}. Switch them on in the settings of the repository (General, Features), or ` +
              'leave out the input issues',
            { status },
          );
    default:
      return failed('invalid', call, `expected it to be taken; ${came}`, { status });
  }
}

function forbidden({ status, headers }: Answer, call: Call, came: string): GitHubError {
  const permissions = permissionsIn(headers);
  const asked = permissions === undefined ? '' : `; for this it asks for ${permissions.verbatim}`;
  return failed(
    'forbidden',
    call,
    `expected a token that may do it; ${came}${asked}. Add ${permissions?.words ?? call.needs} to \`permissions:\` of ` +
      'the job. A pull request from a fork, or of Dependabot, has a token that only reads, whatever the job says',
    { status, ...(permissions === undefined ? {} : { permissions: permissions.verbatim }) },
  );
}
