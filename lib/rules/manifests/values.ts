/** What foreign YAML holds, read without trusting its types. */
import { Manifest, Path } from '../rule';

/** The items of a list; none if it is no list. */
export function items(value: unknown): readonly Manifest[] {
  return Array.isArray(value) ? value.filter((item) => item !== null && item !== undefined) : [];
}

/** The entries of a map with scalar values; none if it is no map. */
export function entries(value: unknown): readonly (readonly [string, string])[] {
  const found: (readonly [string, string])[] = [];
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const [key, each] of Object.entries(value)) {
      if (typeof each !== 'object') {
        found.push([key, String(each)]);
      }
    }
  }
  return found;
}

/** The text; empty if it is none. */
export function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** Whether a number of things that may be a percentage is none of them. */
export function isNone(value: unknown): boolean {
  return ['0', '0%'].includes(text(value));
}

/** The number that a number or a numeral stands for. */
export function number(value: unknown): number | undefined {
  const parsed = typeof value === 'number' ? value : text(value).trim() === '' ? NaN : Number(value);
  return Number.isFinite(parsed) ? parsed : undefined;
}

/** The value below an object; `undefined` if the way there ends early. */
export function valueAt(object: Manifest, path: Path): Manifest {
  return path.reduce((value, key) => value === null || value === undefined ? undefined : value[key], object);
}

const UNITS: { readonly [unit: string]: number } = { h: 3600, m: 60, s: 1, ms: 0.001 };

/** The seconds of a Go duration such as `1h30m`; infinite for `Never`, `undefined` for what is none. */
export function seconds(value: unknown): number | undefined {
  if (value === 'Never') {
    return Infinity;
  }
  const parts = [...text(value).matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== value) {
    return undefined;
  }
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * UNITS[unit], 0);
}

const FACTORS: { readonly [suffix: string]: number } = {
  '': 1, 'm': 1e-3, 'k': 1e3, 'M': 1e6, 'G': 1e9, 'T': 1e12, 'Ki': 2 ** 10, 'Mi': 2 ** 20, 'Gi': 2 ** 30, 'Ti': 2 ** 40,
};

/** The number that an amount of a resource stands for, such as `500m` or `16Gi`; `undefined` for what is none. */
export function quantity(value: unknown): number | undefined {
  const [matched, amount, suffix] = /^(\d+(?:\.\d+)?)(m|k|M|G|T|Ki|Mi|Gi|Ti|)$/.exec(text(value)) ?? [];
  return matched === undefined ? undefined : Number(amount) * FACTORS[suffix];
}
