import type { Plain } from './safe.js';

/** An element: attributes in order, and what is in it, each made by these functions. */
export function element(
  name: string,
  attributes: Readonly<Record<string, Plain | number>>,
  inside: readonly Plain[] = [],
): Plain {
  const head = `<${name}${Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${attribute(String(value))}"`)
    .join('')}`;
  if (inside.length === 0) return `${head}/>` as Plain;
  return `${head}>${inside.join('')}</${name}>` as Plain;
}

/** Words as the text of an element. */
export function characters(words: Plain): Plain {
  return withoutCommands(words.replace(/[&<>]/g, entity)) as Plain;
}

/** A line break in an attribute would be read as a space. */
function attribute(words: string): string {
  return withoutCommands(words.replace(/[&<>"\n]/g, entity));
}

/**
 * The file may be printed in a job as it is: what begins a runner's command is written as an entity. All else that is plain is
 * legal in XML 1.0.
 */
function withoutCommands(words: string): string {
  return words.replace(/\[|:(?=:)/g, entity);
}

function entity(one: string): string {
  return `&#${one.charCodeAt(0)};`;
}
