import { isIP } from 'net';
import { refusal } from './contract-error';

/** One value of the contract: how it is read, from the JSON of a configuration or from the text of a trigger's metadata. */
export interface Field<T> {
  /** Metadata carries a text as it is, and everything else as JSON. */
  readonly isText: boolean;

  /**
   * @param path where the value stands, for error messages
   * @throws ContractError naming the path, the value got, what was expected and what to do
   */
  read(path: string, value: unknown): T;
}

/** The fields of an object. */
export type Fields<T> = { readonly [K in keyof T]-?: Field<T[K]> };

/** A text that is not empty. */
export const text: Field<string> = {
  isText: true,
  read: (path, value) => {
    if (typeof value !== 'string' || value.trim() === '') {
      throw refusal(path, value, 'a non-empty string', `set ${path}`);
    }
    return value;
  },
};

/** True or false. */
export const flag: Field<boolean> = {
  isText: false,
  read: (path, value) => {
    if (typeof value !== 'boolean') {
      throw refusal(path, value, 'true or false', `correct ${path}`);
    }
    return value;
  },
};

/** A whole number within bounds. */
export function whole(least: number, most: number = Number.MAX_SAFE_INTEGER): Field<number> {
  const bounds = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  return {
    isText: false,
    read: (path, value) => {
      if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
        throw refusal(path, value, `a whole number ${bounds}`, `correct ${path}`);
      }
      return value;
    },
  };
}

/** A finite number that is not too small. */
export function number(least: number): Field<number> {
  return {
    isText: false,
    read: (path, value) => {
      if (typeof value !== 'number' || !Number.isFinite(value) || value < least) {
        throw refusal(path, value, `a finite number of at least ${least}`, `correct ${path}`);
      }
      return value;
    },
  };
}

/** One of a few words. */
export function oneOf<T extends string>(...words: readonly T[]): Field<T> {
  const expected = words.map((word) => JSON.stringify(word));
  return {
    isText: true,
    read: (path, value) => {
      if (!words.includes(value as T)) {
        throw refusal(path, value, expected.length === 1 ? expected[0] : `${expected.slice(0, -1).join(', ')} or ${expected[expected.length - 1]}`, `correct ${path}`);
      }
      return value as T;
    },
  };
}

/** A text of a certain form. */
export function matching(pattern: RegExp, expected: string): Field<string> {
  return {
    isText: true,
    read: (path, value) => {
      if (typeof value !== 'string' || !pattern.test(value)) {
        throw refusal(path, value, expected, `correct ${path}`);
      }
      return value;
    },
  };
}

/** Labels of letters, digits, `-` and `_`, with dots between them and perhaps one at the end. */
const HOST_NAME = /^[a-z0-9_]([-a-z0-9_]*[a-z0-9_])?(\.[a-z0-9_]([-a-z0-9_]*[a-z0-9_])?)*\.?$/i;

/** Where a server is: a name, or an address of either version, without brackets. */
export const host: Field<string> = {
  isText: true,
  read: (path, value) => {
    const given = text.read(path, value);
    if (isIP(given) === 0 && !HOST_NAME.test(given)) {
      throw refusal(path, given, 'the name or the address of a host alone', 'leave out scheme, path and brackets, and give the port as such');
    }
    return given;
  },
};

/** A field that may be absent. */
export function optional<T>(field: Field<T>): Field<T | undefined> {
  return { isText: field.isText, read: (path, value) => (value === undefined ? undefined : field.read(path, value)) };
}

/** A list of at least `least` values. */
export function listOf<T>(field: Field<T>, least: number = 1): Field<readonly T[]> {
  return {
    isText: false,
    read: (path, value) => {
      if (!Array.isArray(value) || value.length < least) {
        throw refusal(path, value, `a list of at least ${least}`, `set ${path}`);
      }
      return value.map((item, index) => field.read(`${path}[${index}]`, item));
    },
  };
}

/** An object of values by names that a pattern allows. */
export function mapOf<T>(name: Field<string>, field: Field<T>): Field<{ readonly [name: string]: T }> {
  return {
    isText: false,
    read: (path, value) => {
      if (!isRecord(value)) {
        throw refusal(path, value, 'an object', `set ${path}`);
      }
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [name.read(path, key), field.read(`${path}.${key}`, item)]));
    },
  };
}

/** An object with fields of its own, and nothing else. */
export function object<T>(fields: Fields<T>): Field<T> {
  return {
    isText: false,
    read: (path, value) => {
      if (!isRecord(value)) {
        throw refusal(path, value, `an object of ${Object.keys(fields).join(', ')}`, `correct ${path}`);
      }
      refuseUnknown(path, value, Object.keys(fields));
      return readFields(fields, value, (name) => `${path}.${name}`);
    },
  };
}

/** An object of one of several types, as `readTyped` reads it. */
export function typed<T extends { readonly type: string }>(kinds: { readonly [K in T['type']]: Fields<Omit<Extract<T, { readonly type: K }>, 'type'>> }, fix: string): Field<T> {
  return { isText: false, read: (path, value) => readTyped<T>(kinds as { readonly [type: string]: Fields<Omit<T, 'type'>> }, path, value, fix) };
}

/**
 * Reads a URL of HTTP, which has no credentials in it.
 *
 * @param fixes what to do about one with credentials, and about what is no such URL
 * @throws ContractError that repeats no credentials
 */
export function readHttpUrl(path: string, value: unknown, fixes: { readonly credentials: string; readonly other?: string }): URL {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  if (url !== undefined && (url.username !== '' || url.password !== '')) {
    throw refusal(path, `${url.protocol}//...@${url.host}`, 'a URL without credentials', fixes.credentials);
  }
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw refusal(path, value, 'a URL that starts with http:// or https://', fixes.other ?? `correct ${path}`);
  }
  return url;
}

/** The base URL of an HTTP server. Credentials stand in files, and a query or fragment would be lost when a path is added. */
export const baseUrl: Field<string> = {
  isText: true,
  read: (path, value) => {
    const { search, hash } = readHttpUrl(path, value, { credentials: 'give the connection an authentication, which reads a Secret' });
    if (search !== '' || hash !== '') {
      throw refusal(path, value, 'a URL without query and fragment', `correct ${path}`);
    }
    return value as string;
  },
};

/** What is added to a base URL: a path and perhaps a query, as they are sent, which cannot lead out of the base. */
export const urlPath: Field<string> = {
  isText: true,
  read: (path, value) => {
    const origin = 'http://host';
    if (typeof value !== 'string' || !value.startsWith('/') || value.includes('#') || !URL.canParse(origin + value) || new URL(origin + value).href !== origin + value) {
      throw refusal(path, value, 'a path such as "/stats?queue=a%20b": percent-encoded, without "." and ".." and without a fragment', `correct ${path}`);
    }
    return value;
  },
};

/** Whether a value is an object with names and values. */
export function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads the fields of an object, absent ones left out. What else the object holds is the caller's to refuse. */
export function readFields<T>(fields: Fields<T>, raw: { readonly [key: string]: unknown }, pathOf: (name: string) => string): T {
  const read: { [name: string]: unknown } = {};
  for (const [name, field] of Object.entries<Field<unknown>>(fields)) {
    const value = field.read(pathOf(name), raw[name]);
    if (value !== undefined) {
      read[name] = value;
    }
  }
  return read as T;
}

/** Reads an object that has a `type` and the fields of it, and nothing else: a misspelt name is an error, not a silently used default. */
export function readTyped<T extends { readonly type: string }>(
  kinds: { readonly [type: string]: Fields<Omit<T, 'type'>> }, path: string, raw: unknown, fix: string,
): T {
  const type = isRecord(raw) ? raw.type : raw;
  if (!isRecord(raw) || typeof type !== 'string' || !Object.prototype.hasOwnProperty.call(kinds, type)) {
    throw refusal(`${path}.type`, type, `one of ${Object.keys(kinds).join(', ')}`, fix);
  }
  refuseUnknown(path, raw, ['type', ...Object.keys(kinds[type])]);
  return { type, ...readFields(kinds[type], raw, (name) => `${path}.${name}`) } as T;
}

function refuseUnknown(path: string, raw: { readonly [key: string]: unknown }, known: readonly string[]): void {
  for (const key of Object.keys(raw)) {
    if (!known.includes(key)) {
      throw refusal(`${path}.${key}`, raw[key], `one of ${known.join(', ')}`, 'remove it or correct its spelling');
    }
  }
}
