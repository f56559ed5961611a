import path from 'node:path';

/**
 * Which files may do what others must not: print, or say of a text that it is safe. All paths are of the sources; `by`
 * says what makes that right.
 */
export const EDGES = {
  /** The streams of the process. What they are given is inert by the types of the ports. */
  streams: ['src/cli/bin.ts', 'src/cli/system.ts', 'src/github/main.ts', 'src/github/system.ts'],
  /** `@actions/*`, of which `info` and others print raw. */
  toolkit: ['src/github/toolkit.ts'],
  /** Casts to a safe type: the functions that made the text so. */
  minting: [
    'inert',
    'inert-yaml',
    'junit-xml',
    'markdown-text',
    'paint',
    'plain',
    'printed',
    'safe',
    'sarif-text',
    'screen',
    'wrap',
  ].map((name) => `src/report/${name}.ts`),
};

/** What `toolkit.ts` may take: each escapes, or frames, what it is given, or is given what is safe. */
export const TAKEN = ['error', 'notice', 'setOutput', 'setSecret', 'summary', 'warning'];

/** Text that a sink takes, and where it is imported from. */
const SAFE = new Set(['Markdown', 'Plain', 'Phrase', 'Painted', 'Exact', 'Safe']);
const SAFE_FROM = /(^|\/)safe\.js$|(^|\/)report\/index\.js$|^\.\/index\.js$/;
/** Files by which a step speaks to the runner, and what stands for a stream of the process. */
const RUNNER_FILES = /^GITHUB_(OUTPUT|STEP_SUMMARY|ENV|PATH|STATE)$/;
const DEVICES = /^(\/dev\/(std(out|err)|fd\/[12]|tty)|\/proc\/self\/fd\/[12])$/;
const STREAMS = new Set(['stdout', 'stderr']);

function fileOf(context) {
  return path.relative(context.cwd, context.filename).replaceAll('\\', '/');
}

/** Raw sinks are used in the files at the edge alone. */
export const rawSinks = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      stream:
        'process.{{name}} prints raw text: take a port, and render by src/report ({{files}} alone hold it)',
      console: 'console prints raw text: take a port, and render by src/report',
      toolkit: 'only {{files}} may import @actions/*: take the port of src/github/toolkit.ts',
      taken: '{{name}} of @actions/core is not among what may be taken, since it may print raw: {{names}}',
      runnerFile: '{{name}} is written by the toolkit alone: take the port of src/github/toolkit.ts',
      device: '{{name}} is a stream that prints raw text: take a port',
      inherit:
        'what another program prints may not reach our own output: read it, and render it by src/report',
    },
  },
  create(context) {
    const file = fileOf(context);
    const streams = EDGES.streams.includes(file);
    const toolkit = EDGES.toolkit.includes(file);

    function imported(node, source, names) {
      if (/^@actions\//.test(source)) {
        if (!toolkit)
          return context.report({ node, messageId: 'toolkit', data: { files: EDGES.toolkit.join(', ') } });
        for (const name of names)
          if (!TAKEN.includes(name))
            context.report({ node, messageId: 'taken', data: { name, names: TAKEN.join(', ') } });
      }
      if (/^(node:)?console$/.test(source)) context.report({ node, messageId: 'console' });
      if (/^(node:)?process$/.test(source) && !streams)
        for (const name of names)
          if (STREAMS.has(name) || name === '*') stream(node, name === '*' ? 'stdout' : name);
    }
    function stream(node, name) {
      context.report({ node, messageId: 'stream', data: { name, files: EDGES.streams.join(', ') } });
    }

    return {
      MemberExpression(node) {
        const name = nameOf(node.property, node.computed);
        if (STREAMS.has(name) && isGlobal(node.object, 'process') && !streams) stream(node, name);
        if (isGlobal(node.object, 'console')) context.report({ node, messageId: 'console' });
      },
      VariableDeclarator(node) {
        if (node.id.type !== 'ObjectPattern') return;
        if (isGlobal(node.init, 'console')) context.report({ node, messageId: 'console' });
        if (!isGlobal(node.init, 'process') || streams) return;
        for (const one of node.id.properties) {
          const name = one.type === 'Property' ? nameOf(one.key, one.computed) : undefined;
          if (STREAMS.has(name)) stream(one, name);
        }
      },
      ImportDeclaration(node) {
        if (node.importKind !== 'type') imported(node, node.source.value, node.specifiers.map(importedName));
      },
      ImportExpression(node) {
        if (node.source.type === 'Literal') imported(node, String(node.source.value), ['*']);
      },
      ExportNamedDeclaration(node) {
        if (node.source && node.exportKind !== 'type')
          imported(
            node,
            node.source.value,
            node.specifiers.map((one) => one.local.name ?? one.local.value),
          );
      },
      ExportAllDeclaration(node) {
        imported(node, node.source.value, ['*']);
      },
      Literal(node) {
        if (typeof node.value !== 'string') return;
        if (RUNNER_FILES.test(node.value))
          context.report({ node, messageId: 'runnerFile', data: { name: node.value } });
        if (DEVICES.test(node.value))
          context.report({ node, messageId: 'device', data: { name: node.value } });
        if (node.value === 'inherit') context.report({ node, messageId: 'inherit' });
      },
      'MemberExpression > Identifier.property'(node) {
        if (RUNNER_FILES.test(node.name))
          context.report({ node, messageId: 'runnerFile', data: { name: node.name } });
      },
    };
  },
};

/** That a text is safe is said by the functions that make it so, and by nobody else. */
export const safeCasts = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      cast: 'a cast to {{name}} says that text is safe without making it so: use `markdown`, `printed`, `inert` ... of src/report',
      silenced: 'a cast to {{name}} fits every sink: say which type is meant',
      guard: 'a type guard for {{name}} says that text is safe without making it so',
    },
  },
  create(context) {
    const file = fileOf(context);
    if (EDGES.minting.includes(file)) return {};
    const test = /\.test\.ts$|\/testing\/|^test\//.test(file);
    const cast = (node) => {
      const name = safeIn(node.typeAnnotation, context);
      if (name !== undefined) context.report({ node, messageId: 'cast', data: { name } });
      if (node.typeAnnotation.type === 'TSNeverKeyword' && !test)
        context.report({ node, messageId: 'silenced', data: { name: 'never' } });
    };
    return {
      TSAsExpression: cast,
      TSTypeAssertion: cast,
      TSTypePredicate(node) {
        const name = node.typeAnnotation && safeIn(node.typeAnnotation.typeAnnotation, context);
        if (name !== undefined) context.report({ node, messageId: 'guard', data: { name } });
      },
    };
  },
};

/** The safe type that is named somewhere in a type, also one that was imported under another name. */
function safeIn(type, context) {
  if (type === null || typeof type !== 'object') return undefined;
  if (type.type === 'Identifier') {
    const name = importedAs(type.name, context);
    return SAFE.has(name) ? name : undefined;
  }
  if (type.type === 'TSImportType')
    return SAFE.has(type.qualifier?.name) ? type.qualifier.name : safeIn(type.typeArguments, context);
  for (const [key, child] of Object.entries(type)) {
    if (key === 'parent' || key === 'loc' || key === 'range') continue;
    for (const one of Array.isArray(child) ? child : [child]) {
      const name = safeIn(one, context);
      if (name !== undefined) return name;
    }
  }
  return undefined;
}

/** The name of src/report that a local one stands for. */
function importedAs(local, { sourceCode }) {
  for (const node of sourceCode.ast.body)
    if (node.type === 'ImportDeclaration' && SAFE_FROM.test(node.source.value))
      for (const one of node.specifiers) if (one.local.name === local) return importedName(one);
  return undefined;
}

function importedName(specifier) {
  if (specifier.type !== 'ImportSpecifier')
    return specifier.type === 'ImportDefaultSpecifier' ? 'default' : '*';
  return specifier.imported.name ?? specifier.imported.value;
}

function nameOf(property, computed) {
  if (!computed && property.type === 'Identifier') return property.name;
  return property.type === 'Literal' ? property.value : undefined;
}

/** `name`, or `globalThis.name`. */
function isGlobal(node, name) {
  if (node?.type === 'Identifier') return node.name === name;
  return (
    node?.type === 'MemberExpression' &&
    node.object.type === 'Identifier' &&
    node.object.name === 'globalThis' &&
    nameOf(node.property, node.computed) === name
  );
}
