import type { Log, ReportingDescriptor, Result } from 'sarif';
import { IGNORE_ANNOTATION } from '../../../lib/rules/check';
import { Rule } from '../../../lib/rules/rule';
import { LintResult, LocatedFinding } from '../lint';

const PROJECT = 'https://github.com/cdk8s-gpu-autoscaler/cdk8s-gpu-autoscaler';

/**
 * For code scanning, such as GitHub's.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifReport(result: LintResult, rules: readonly Rule[]): string {
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'gpu-autoscaler lint', informationUri: PROJECT, rules: rules.map(descriptor) } },
      columnKind: 'utf16CodeUnits',
      results: [
        ...result.findings.map((finding) => resultOf(finding, rules)),
        ...result.silenced.map((finding): Result => ({
          ...resultOf(finding, rules), suppressions: [{ kind: 'inSource', justification: `the object's annotation ${IGNORE_ANNOTATION}` }],
        })),
      ],
    }],
  };
  return JSON.stringify(log, undefined, 2);
}

function descriptor({ name, severity, summary, why, incident }: Rule): ReportingDescriptor {
  return {
    id: name,
    shortDescription: { text: summary },
    fullDescription: { text: why },
    help: { text: `${why}\n\nSeen in ${incident}`, markdown: `${why}\n\nSeen in <${incident}>` },
    helpUri: `${PROJECT}/blob/main/docs/rules.md#${name}`,
    defaultConfiguration: { level: severity },
  };
}

function resultOf({ rule, file, position, objectName, message }: LocatedFinding, rules: readonly Rule[]): Result {
  return {
    ruleId: rule.name,
    ruleIndex: rules.indexOf(rule),
    level: rule.severity,
    message: { text: message },
    locations: [{
      physicalLocation: {
        // A URI, whose separators are slashes on every system.
        artifactLocation: { uri: file.split(/[\\/]/).map(encodeURIComponent).join('/') },
        region: { startLine: position.line, startColumn: position.column },
      },
      logicalLocations: [{ fullyQualifiedName: objectName, kind: 'resource' }],
    }],
  };
}
