import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** Metadata of a trigger, as KEDA has it: texts only. */
export type Metadata = { readonly [key: string]: string };

/**
 * Adds `KEY=VALUE` to what was given before; the value may hold further `=`.
 *
 * @throws Error if there is no key
 */
export function withPair(pair: string, before: Metadata = {}): Metadata {
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
  if (key === undefined) {
    throw new Error(`got ${JSON.stringify(pair)}; expected KEY=VALUE`);
  }
  return { ...before, [key]: value };
}

/**
 * Reads the metadata of a trigger: a YAML file with the map itself, or with the whole trigger.
 *
 * @throws Error if it cannot be read or holds anything but texts
 */
export function readMetadata(file: string): Metadata {
  const content: unknown = parse(readFileSync(file, 'utf8'));
  const metadata = isMap(content) && isMap(content.metadata) ? content.metadata : content;
  if (!isMap(metadata)) {
    throw new Error(`${file}: got ${JSON.stringify(content)}; expected the metadata of a trigger, a map of texts`);
  }
  for (const [key, value] of Object.entries(metadata)) {
    if (typeof value !== 'string') {
      throw new Error(`${file}: ${key}: got ${JSON.stringify(value)}; expected a text, as KEDA does; put it in quotes`);
    }
  }
  return metadata as Metadata;
}

function isMap(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
