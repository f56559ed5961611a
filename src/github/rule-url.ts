import { linkable, type RuleUrl } from '../report/index.js';

/**
 * Address of a rule's page in the version of the Action that runs, as the runner's environment tells it; nothing for
 * an Action that is part of the workflow's own repository. Whatever is no plain https address is no link.
 */
export function ruleUrlOf(env: Readonly<Record<string, string | undefined>>): RuleUrl {
  const { GITHUB_SERVER_URL: server, GITHUB_ACTION_REPOSITORY: repository, GITHUB_ACTION_REF: ref } = env;
  return (rule) => {
    if (!server || !repository || !ref) return undefined;
    const url = `${server}/${repository}/blob/${ref}/docs/rules/${rule.replace('/', '-')}.md`;
    return linkable(url) ? url : undefined;
  };
}
