/** A field of a cron expression, in the bounds of the parser that KEDA and Karpenter have, whose weeks begin with Sunday as 0 and end with Saturday as 6. */
interface CronField {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** Names of its values, from the least on. */
  readonly names?: readonly string[];
}

const FIELDS: readonly CronField[] = [
  { name: 'minute', least: 0, most: 59 },
  { name: 'hour', least: 0, most: 23 },
  { name: 'day of the month', least: 1, most: 31 },
  { name: 'month', least: 1, most: 12, names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] },
  { name: 'day of the week', least: 0, most: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];

/**
 * What would have been right in a cron expression; nothing if it is one as it is.
 *
 * @see https://pkg.go.dev/github.com/robfig/cron/v3#hdr-CRON_Expression_Format
 */
export function cronFault(expression: string): string | undefined {
  const fields = expression.trim().split(/\s+/);
  if (fields.length !== FIELDS.length) {
    return `a cron expression of five fields: ${FIELDS.map(({ name }) => name).join(', ')}`;
  }
  const wrong = FIELDS.find((field, index) => !fields[index].split(',').every((part) => isPart(field, part)));
  return wrong && `${wrong.name} of ${wrong.least} to ${wrong.most}, *, a range such as ${wrong.least}-${wrong.most} or a list, perhaps with a step such as */2`;
}

/** A value, a range or all, and perhaps a step. */
function isPart(field: CronField, part: string): boolean {
  const [, range, step] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
  if (range === undefined || step === '0') {
    return false;
  }
  if (range === '*' || range === '?') {
    return true;
  }
  const [, from, to = from] = /^(\w+)(?:-(\w+))?$/.exec(range) ?? [];
  return from !== undefined && field.least <= valueOf(field, from) && valueOf(field, from) <= valueOf(field, to) && valueOf(field, to) <= field.most;
}

/** Not a number for what is none, which is within no bounds. */
function valueOf({ least, names = [] }: CronField, text: string): number {
  const index = names.indexOf(text.toLowerCase());
  return index >= 0 ? least + index : /^\d+$/.test(text) ? Number(text) : NaN;
}
