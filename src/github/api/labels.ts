import type { Call } from './call.js';
import type { Repository } from './port.js';
import { refusal } from './refusal.js';
import type { Asking } from './repository.js';
import { namesError } from './said.js';
import { LabelShape, read } from './shapes.js';

type LabelMethods = Pick<Repository, 'label' | 'createLabel' | 'updateLabel' | 'deleteLabel'>;

/** Labels of the repository. */
export function labelMethods({ client, base, home }: Asking): LabelMethods {
  const to = (name: string): string => `${home}/labels/${encodeURIComponent(name)}`;
  const needs = '`issues: write`';
  const shown = (name: string): string => `the label ${JSON.stringify(name)}`;
  return {
    label: async (name) => {
      const common = { method: 'GET', kind: 'read', needs: '`issues: read`' } as const;
      const call: Call = { ...common, to: to(name), takes: [404], doing: `read ${shown(name)}` };
      const answer = await client.ask(call);
      return answer.status === 404 ? undefined : read(answer, LabelShape, call);
    },
    createLabel: async (name, color, description) => {
      const common = { method: 'POST', kind: 'make', needs } as const;
      const body = { name, color, description };
      const call: Call = {
        ...common,
        to: `${home}/labels`,
        body,
        takes: [422],
        doing: `make ${shown(name)}`,
      };
      const answer = await client.ask(call);
      if (answer.status !== 422) return true;
      if (namesError(answer, 'already_exists')) return false;
      throw refusal(answer, call, base);
    },
    updateLabel: async (name, description) => {
      const common = { method: 'PATCH', kind: 'write', needs } as const;
      await client.ask({ ...common, to: to(name), body: { description }, doing: `change ${shown(name)}` });
    },
    deleteLabel: async (name) => {
      const common = { method: 'DELETE', kind: 'write', needs } as const;
      const answer = await client.ask({
        ...common,
        to: to(name),
        takes: [404],
        doing: `delete ${shown(name)}`,
      });
      return answer.status !== 404;
    },
  };
}
