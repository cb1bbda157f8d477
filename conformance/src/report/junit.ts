import builder from 'junit-report-builder';
import { Report } from '../run';

/** The report, for CI systems: what is blocked is an error, what is not checked is skipped. */
export function reportJunit({ address, results }: Report): string {
  const junit = builder.newBuilder();
  const suite = junit.testSuite().name(`external-scaler-conformance ${address}`);
  for (const { rule: { name, title, why, see }, outcome, ms, finding, reason } of results) {
    const testCase = suite.testCase().className('external-scaler').name(`${name}: ${title}`).time(ms / 1000);
    if (finding !== undefined) {
      testCase.failure(`expected ${finding.expected}; saw ${finding.seen}; ${finding.advice}`).stacktrace(`${why} ${see}`);
    } else if (outcome === 'blocked') {
      testCase.error(reason);
    } else if (outcome === 'not checked') {
      testCase.skipped().standardOutput(reason);
    }
  }
  return junit.build();
}
