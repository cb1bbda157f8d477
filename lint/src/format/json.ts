import { count, LintResult, LocatedFinding } from '../lint';

/** For scripts: everything that the text says. */
export function jsonReport(result: LintResult): string {
  return JSON.stringify({
    errors: count(result.findings, 'error'),
    warnings: count(result.findings, 'warning'),
    objects: result.objects,
    files: result.files,
    withoutTarget: result.withoutTarget,
    findings: result.findings.map(plain),
    silenced: result.silenced.map(plain),
  }, undefined, 2);
}

function plain({ rule, file, position, object, field, got, expected, fix, message }: LocatedFinding): object {
  const { name, severity, why, incident } = rule;
  return {
    rule: name,
    severity,
    file,
    ...position,
    object: { apiVersion: object.apiVersion, kind: object.kind, namespace: object.metadata.namespace, name: object.metadata.name },
    field,
    got,
    expected,
    fix,
    why,
    incident,
    message,
  };
}
