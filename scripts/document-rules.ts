/**
 * `npm run rules`: writes the table of the rules, `docs/rules.md`. A test fails if it is not up to date.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES } from '../lib/rules';
import { IGNORE_ANNOTATION } from '../lib/rules/check';
import { Rule } from '../lib/rules/rule';

/** Where the table is. */
export const RULES_DOCUMENT = join(__dirname, '../docs/rules.md');

/** The document, in full. */
export function renderRules(): string {
  return `# Rules across objects

KEDA, Karpenter and the API server check each object by itself, if at all. These rules look at what objects do to each other, and at what is valid and
still hurts GPU workers. What is not among the manifests is taken to be right.

* **At synth** every app with a construct of this library is held to the rules of severity *error*: charts of other origin in it too, but not workloads of
  cdk8s-plus. Apps without one call \`ManifestChecks.enforce(app)\`. A finding ends the synthesis.
* **On any YAML** \`npx gpu-autoscaler lint FILE…\` holds all rules against it, and says where each finding is written.

An object is exempted by the annotation \`${IGNORE_ANNOTATION}: rule-a,rule-b\`.

| rule | severity | catches | because | seen in |
| --- | --- | --- | --- | --- |
${RULES.map(row).join('\n')}

This table is generated: \`npm run rules\`.
`;
}

function row({ name, severity, summary, why, incident }: Rule): string {
  return `| <a id="${name}"></a>\`${name}\` | ${severity} | ${summary} | ${why} | [${shortened(incident)}](${incident}) |`;
}

/** As GitHub shortens it: `kedacore/keda#3065`. */
function shortened(url: string): string {
  const [, repository, thread] = /^https:\/\/github\.com\/(.+)\/(?:issues|pull)\/(\d+)$/.exec(url)!;
  return `${repository}#${thread}`;
}

if (require.main === module) {
  writeFileSync(RULES_DOCUMENT, renderRules());
}
