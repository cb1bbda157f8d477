/** The fields of a cron expression as KEDA and Karpenter read them: what each may hold, and the names that stand for numbers. */
const FIELDS: readonly { readonly least: number; readonly most: number; readonly names: readonly string[] }[] = [
  { least: 0, most: 59, names: [] },
  { least: 0, most: 23, names: [] },
  { least: 1, most: 31, names: [] },
  { least: 1, most: 12, names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] },
  { least: 0, most: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
];

const PART = /^(?:[*?]|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/;

/** Whether a text is a cron expression of five fields. Sunday is 0 and not 7, and no range goes backwards. */
export function isCron(expression: string): boolean {
  const fields = expression.trim().split(/\s+/);
  return fields.length === FIELDS.length && fields.every((field, index) => {
    const { least, most, names } = FIELDS[index];
    const value = (text: string) => /^\d+$/.test(text) ? Number(text) : names.includes(text.toLowerCase()) ? names.indexOf(text.toLowerCase()) + least : NaN;
    return field.split(',').every((part) => {
      const [matched, from, to = from, step] = PART.exec(part) ?? [];
      return matched !== undefined && step !== '0' && (from === undefined || (value(from) >= least && value(from) <= value(to) && value(to) <= most));
    });
  });
}
