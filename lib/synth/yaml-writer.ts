import { Yaml } from 'cdk8s';

/** Text that YAML 1.1 writes without quotes, as a key and as a value: it begins with a letter, and is longer than `false`, `null` and the like. */
const PLAIN = /^[A-Za-z][A-Za-z0-9_./-]{5,1000}$/;

/** What is written otherwise at the beginning of a line than elsewhere. */
const MARKER = /^(%|---|\.\.\.)/;

/** Thrown at what is left to cdk8s. */
const UNUSUAL = Symbol('unusual');

/**
 * Writes what `Yaml.stringify` of cdk8s writes, byte for byte, in a fraction of the time: cdk8s builds a tree of nodes first. Documents with
 * more in them than maps, lists, texts of one line, numbers and booleans are left to cdk8s.
 */
export class YamlWriter {
  /** How cdk8s writes a key. */
  private readonly keys = new Map<string, string>();

  /** How cdk8s writes a text that is a value. */
  private readonly texts = new Map<string, string>();

  /** The collections of the present document. */
  private readonly seen = new Set<object>();

  /** The present document. */
  private parts: string[] = [];

  /** The YAML of documents. The writer remembers texts that it has met, so let one write many files. */
  public stringify(documents: readonly unknown[]): string {
    return documents.map((document) => this.document(document)).join('---\n');
  }

  private document(document: unknown): string {
    if (!isCollection(document)) {
      return Yaml.stringify(document);
    }
    this.seen.clear();
    this.parts = [];
    try {
      this.collection(document, '');
    } catch (error) {
      if (error !== UNUSUAL) {
        throw error;
      }
      return Yaml.stringify(document);
    }
    return this.parts.join('');
  }

  /** Writes the lines of a collection, from where its first line begins; the others are indented. */
  private collection(collection: object, indent: string): void {
    this.refuseAlias(collection);
    const deeper = `${indent}  `;
    let before = '';
    if (Array.isArray(collection)) {
      for (const item of collection) {
        this.parts.push(before, '- ');
        if (isCollection(item)) {
          this.collection(item, deeper);
        } else {
          this.parts.push(this.scalar(item), '\n');
        }
        before = indent;
      }
    } else if (collection.constructor === Object) {
      for (const key of Object.keys(collection)) {
        const item = (collection as { readonly [key: string]: unknown })[key];
        this.parts.push(before, this.key(key));
        if (isCollection(item)) {
          this.parts.push(':\n', deeper);
          this.collection(item, deeper);
        } else {
          this.parts.push(': ', this.scalar(item), '\n');
        }
        before = indent;
      }
    } else {
      throw UNUSUAL;
    }
  }

  /** cdk8s writes a collection once, and refers to it from elsewhere. */
  private refuseAlias(collection: object): void {
    if (this.seen.has(collection)) {
      throw UNUSUAL;
    }
    this.seen.add(collection);
  }

  private key(key: string): string {
    return this.keys.get(key) ?? remember(this.keys, key, PLAIN.test(key) ? key : withinLine(key, '', Yaml.stringify({ [key]: 0 }), ': 0\n'));
  }

  private scalar(value: unknown): string {
    switch (typeof value) {
      case 'string':
        return this.texts.get(value) ?? remember(this.texts, value, PLAIN.test(value) ? value : withinLine(value, '- ', Yaml.stringify([value]), '\n'));
      case 'number':
        return Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : Yaml.stringify([value]).slice('- '.length, -'\n'.length);
      case 'boolean':
        return String(value);
    }
    if (typeof value === 'object' && value !== null) {
      this.refuseAlias(value);
      if (Array.isArray(value)) {
        return '[]';
      }
      if (value.constructor === Object) {
        return '{}';
      }
    }
    throw UNUSUAL;
  }
}

/** Whether a value is a collection with something in it. */
function isCollection(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

/** How a text is written, taken out of the line it is written in. */
function withinLine(text: string, before: string, line: string, after: string): string {
  const written = line.slice(before.length, -after.length);
  if (MARKER.test(text) || written.includes('\n') || written.startsWith('? ')) {
    throw UNUSUAL;
  }
  return written;
}

function remember(texts: Map<string, string>, text: string, written: string): string {
  texts.set(text, written);
  return written;
}
