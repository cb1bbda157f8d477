import { Report } from '../run';

/** The report, for programs. */
export function reportJson({ address, conforms, results }: Report): string {
  return JSON.stringify({
    address,
    conforms,
    rules: results.map(({ rule: { name, title, why, see }, outcome, ms, finding, reason }) => ({
      name, title, outcome, ms: Math.round(ms), finding, reason, why, see,
    })),
  }, undefined, 2);
}
