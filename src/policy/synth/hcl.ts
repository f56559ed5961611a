import type { Attributes, Blocks, Reference, Value } from './model.js';

/** A value of a block's body: an attribute, or blocks of that name. */
type Body = Readonly<Record<string, Value>>;

/** A block of Terraform's language: `resource "type" "name" { ... }`. Attributes stand aligned, as `terraform fmt` writes them. */
export function hclBlock(head: readonly [string, ...string[]], body: Body, indent = ''): string {
  const [keyword, ...labels] = head;
  const inner = `${indent}  `;
  const title = [keyword, ...labels.map(quotedHcl)].join(' ');
  const groups: string[] = [];
  let single: [string, string][] = [];
  const flush = (): void => {
    const width = Math.max(0, ...single.map(([name]) => name.length));
    if (single.length > 0)
      groups.push(single.map(([name, value]) => `${inner}${name.padEnd(width)} = ${value}`).join('\n'));
    single = [];
  };
  for (const [name, value] of Object.entries(body)) {
    if (isBlocks(value)) {
      flush();
      groups.push(...value.blocks.map((one) => hclBlock([name], one, inner)));
      continue;
    }
    const written = hclValue(value, inner);
    // What takes more lines than one stands alone: alignment is among neighbours.
    if (written.includes('\n')) {
      flush();
      groups.push(`${inner}${name} = ${written}`);
    } else single.push([name, written]);
  }
  flush();
  return `${indent}${title} {\n${groups.join('\n')}\n${indent}}`;
}

function hclValue(value: Exclude<Value, Blocks>, indent: string): string {
  if (typeof value === 'string') return quotedHcl(value);
  if (typeof value !== 'object') return String(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = (value as readonly Exclude<Value, Blocks>[]).map(
      (one) => `${inner}${hclValue(one, inner)},`,
    );
    return items.length === 0 ? '[]' : `[\n${items.join('\n')}\n${indent}]`;
  }
  if (isReference(value)) return value.ref;
  const entries = Object.entries(value as Attributes);
  const width = Math.max(0, ...entries.map(([name]) => name.length));
  const lines = entries.map(
    ([name, one]) => `${inner}${name.padEnd(width)} = ${hclValue(one as Exclude<Value, Blocks>, inner)}`,
  );
  return `{\n${lines.join('\n')}\n${indent}}`;
}

/** A quoted template without templates in it (HCL native syntax, "Quoted Literals"). */
function quotedHcl(value: string): string {
  const escaped = value.replace(/[\\"\u0000-\u001f]/g, (one) => {
    if (one === '\\' || one === '"') return `\\${one}`;
    return `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `"${withoutTemplates(escaped)}"`;
}

/** `${` and `%{` begin a template; doubled, they do not. The same in JSON syntax. */
export function withoutTemplates(value: string): string {
  return value.replace(/([$%])\{/g, '$1$1{');
}

export function isReference(value: Value): value is Reference {
  return typeof value === 'object' && 'ref' in value && typeof value.ref === 'string';
}

export function isBlocks(value: Value): value is Blocks {
  return typeof value === 'object' && 'blocks' in value && Array.isArray(value.blocks);
}
