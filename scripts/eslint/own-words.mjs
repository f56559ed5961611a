import path from 'node:path';
import ts from 'typescript';

/** Casts to words of our own: what takes them from the source, or makes them of numbers alone. All paths are of the sources. */
export const MINTING = ['src/base/text.ts', 'src/base/time-words.ts'];

/** Where the words are declared, and the name of what marks them. */
const DECLARED = /(^|\/)src\/base\/text\.ts$/;
const BRAND = /^__@ours@/;
/** How far into a type is looked for them. What tests make up of findings may hold some: there, a sentence alone is looked at. */
const DEEPEST = { product: 6, tests: 1 };

/**
 * Our own words stand in the source (`src/base/text.ts`): no plain string is one, by its type. These are the ways around that
 * which a type does not see. They are told by types and not by names, so that no other name for a thing hides it.
 */
export const ownWords = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      cast: 'a cast to {{type}} makes words of ours of what may have been read: write own(...), text`...`, or outside(...) ({{files}} alone make them)',
      guard: 'a type guard for {{type}} makes words of ours of what may have been read',
      chosen:
        'a cast from a string to {{type}} says that it stands in the source, which own(...) then believes: compare it with what it may be',
      called:
        'this makes words of ours of the literals before a template: write them there, call it as no function',
    },
  },
  create(context) {
    const { program, esTreeNodeToTSNodeMap, getTypeAtLocation } = context.sourceCode.parserServices;
    const checker = program.getTypeChecker();
    const file = path.relative(context.cwd, context.filename).replaceAll('\\', '/');
    if (MINTING.includes(file)) return {};
    const product = /^src\//.test(file) && !/\.test\.ts$|\/testing\//.test(file);
    const deepest = product ? DEEPEST.product : DEEPEST.tests;
    const said = (type) => checker.typeToString(type);

    function cast(node) {
      if (isConst(node.typeAnnotation)) return;
      const target = getTypeAtLocation(node);
      const source = getTypeAtLocation(node.expression);
      if (!isAny(source) && checker.isTypeAssignableTo(source, target)) return;
      const data = { type: said(target), files: MINTING.join(', ') };
      if (holdsWords(target, checker, deepest)) context.report({ node, messageId: 'cast', data });
      else if (
        product &&
        !isKeys(node.expression) &&
        isOpen(source, checker) &&
        holdsLiterals(target, checker)
      )
        context.report({ node, messageId: 'chosen', data });
    }

    return {
      TSAsExpression: cast,
      TSTypeAssertion: cast,
      TSTypePredicate(node) {
        if (node.typeAnnotation === null) return;
        const type = getTypeAtLocation(node.typeAnnotation.typeAnnotation);
        if (holdsWords(type, checker, deepest))
          context.report({ node, messageId: 'guard', data: { type: said(type) } });
      },
      CallExpression(node) {
        const [literals] = checker.getResolvedSignature(esTreeNodeToTSNodeMap.get(node))?.parameters ?? [];
        if (literals === undefined) return;
        const type = checker.getTypeOfSymbol(literals);
        if (type.symbol?.name === 'TemplateStringsArray') context.report({ node, messageId: 'called' });
      },
    };
  },
};

/** Whether words of ours are in a type, or so far in what it holds. */
function holdsWords(type, checker, depth, seen = new Map()) {
  if ((seen.get(type) ?? -1) >= depth) return false;
  seen.set(type, depth);
  const within = (one) => holdsWords(one, checker, depth - 1, seen);
  if (type.isUnionOrIntersection()) return type.types.some((one) => holdsWords(one, checker, depth, seen));
  if ((type.flags & ts.TypeFlags.Object) === 0) return false;
  const properties = type.getProperties();
  if (properties.some((one) => BRAND.test(one.escapedName) && isOurs(one))) return true;
  if (depth === 0) return false;
  if (isReference(type) && checker.getTypeArguments(type).some(within)) return true;
  return !isForeign(type) && properties.some((one) => within(checker.getTypeOfSymbol(one)));
}

function isOurs({ declarations }) {
  return (
    declarations?.some((one) => DECLARED.test(one.getSourceFile().fileName.replaceAll('\\', '/'))) === true
  );
}

/** What a library declares has nothing of ours in it but by its arguments. */
function isForeign({ symbol }) {
  return (
    symbol?.declarations?.some((one) => one.getSourceFile().fileName.includes('/node_modules/')) === true
  );
}

/** The keys of an object are those of its type, unless it was read; and what is read is held against a schema. */
function isKeys({ type, callee }) {
  return (
    type === 'CallExpression' &&
    callee.type === 'MemberExpression' &&
    callee.object.name === 'Object' &&
    callee.property.name === 'keys'
  );
}

/** A literal, several, or a list of them. */
function holdsLiterals(type, checker) {
  return flat(type, checker).some((one) => one.isStringLiteral());
}

/** What may be any string, or a list of such. */
function isOpen(type, checker) {
  const { Any, Unknown, String, TemplateLiteral } = ts.TypeFlags;
  return flat(type, checker).some((one) => (one.flags & (Any | Unknown | String | TemplateLiteral)) !== 0);
}

/** The alternatives of a type, and of the members of its lists. */
function flat(type, checker) {
  const alternatives = type.isUnion() ? type.types : [type];
  return alternatives.flatMap((one) =>
    isListed(one, checker)
      ? checker.getTypeArguments(one).flatMap((member) => (member.isUnion() ? member.types : [member]))
      : [one],
  );
}

function isListed(type, checker) {
  return checker.isArrayType(type) || checker.isTupleType(type);
}

function isReference(type) {
  return (type.objectFlags & ts.ObjectFlags.Reference) !== 0;
}

function isAny(type) {
  return (type.flags & ts.TypeFlags.Any) !== 0;
}

function isConst(type) {
  return (
    type.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && type.typeName.name === 'const'
  );
}
