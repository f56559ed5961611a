import path from 'node:path';

/**
 * The walls between the rooms: which room may import which. `types` are rooms (or single files) of which only types
 * may be imported. Tests may reach further: the lab, and what they compare with.
 */
export const WALLS = {
  base: {},
  policy: { may: ['base'] },
  dns: { may: ['base'] },
  caa: { may: ['base'] },
  ct: { may: ['base'] },
  terraform: { may: ['base'] },
  rules: { may: ['base', 'policy', 'caa'], types: ['survey/evidence'] },
  survey: { may: ['base', 'policy', 'dns', 'caa', 'ct', 'terraform', 'rules'] },
  report: { may: ['base'], types: ['rules/model'] },
  constructs: { may: ['policy'] },
  lab: { may: ['base'], types: ['dns/model', 'ct/model'] },
  github: { may: ['*'] },
  cli: { may: ['*'] },
};

/** Only the demo may bring the lab into the product. */
const LAB_IMPORTERS = /^cli\/demo/;

export const walls = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      forbidden: '{{from}}/ may not import {{to}}: {{allowed}}',
      typesOnly: '{{from}}/ may import only types of {{to}}: write `import type`',
      lab: 'only cli/demo and tests may import the lab',
      unknownRoom: '{{room}}/ is no known room: add it to scripts/eslint/walls.mjs with what it may import',
    },
  },
  create(context) {
    const file = path.relative(path.join(context.cwd, 'src'), context.filename).replaceAll('\\', '/');
    const test = /\.test\.ts$|\/testing\//.test(file);
    if (file.startsWith('..') || !file.includes('/') || test) return {};
    const from = file.split('/')[0];

    function check(node, source, typeOnly) {
      if (typeof source !== 'string' || !source.startsWith('.')) return;
      const target = path.posix
        .normalize(path.posix.join(path.posix.dirname(file), source))
        .replace(/\.js$/, '');
      const to = target.split('/')[0];
      if (to === from) return;
      const wall = WALLS[from];
      if (wall === undefined) return context.report({ node, messageId: 'unknownRoom', data: { room: from } });
      if (to === 'lab' && !LAB_IMPORTERS.test(file)) return context.report({ node, messageId: 'lab' });
      const may = wall.may ?? [];
      if (may.includes('*') || may.includes(to)) return;
      const types = wall.types ?? [];
      if (types.includes(to) || types.includes(target)) {
        if (!typeOnly) context.report({ node, messageId: 'typesOnly', data: { from, to: target } });
        return;
      }
      const allowed =
        [may.join(', '), types.map((one) => `types of ${one}`).join(', ')].filter(Boolean).join(', ') ||
        'nothing';
      context.report({
        node,
        messageId: 'forbidden',
        data: { from, to: target, allowed: `it sees ${allowed}` },
      });
    }

    return {
      ImportDeclaration(node) {
        check(node, node.source.value, node.importKind === 'type');
      },
      ExportNamedDeclaration(node) {
        if (node.source) check(node, node.source.value, node.exportKind === 'type');
      },
      ExportAllDeclaration(node) {
        check(node, node.source.value, node.exportKind === 'type');
      },
      ImportExpression(node) {
        check(node, node.source.value, false);
      },
      TSImportType(node) {
        check(node, node.source?.value ?? node.argument?.literal?.value, true);
      },
    };
  },
};
