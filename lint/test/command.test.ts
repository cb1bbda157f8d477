import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { RULES } from '../../lib/rules';

const COMMAND = join(__dirname, '../../cli/bin/gpu-autoscaler.js');

/** The command alone, in a process of its own: the whole program takes seconds to load what a rehearsal needs. */
const ALONE = `
  require('tsx/cjs');
  const { registerLint } = require(${JSON.stringify(join(__dirname, '../src/command.ts'))});
  const program = new (require('commander').Command)('gpu-autoscaler');
  registerLint(program);
  program.parse(['lint', ...process.argv.slice(1)], { from: 'user' });`;

const POOL = `apiVersion: karpenter.sh/v1
kind: NodePool
metadata:
  name: gpus
spec:
  limits:
    nvidia.com/gpu: 4
  template:
    spec:
      expireAfter: Never
      nodeClassRef: { group: karpenter.k8s.aws, kind: EC2NodeClass, name: gpus }
      requirements:
        - { key: karpenter.sh/capacity-type, operator: In, values: [on-demand] }
        - { key: node.kubernetes.io/instance-type, operator: In, values: [g6.xlarge] }
      taints:
        - key: nvidia.com/gpu
          value: Exists
          effect: NoSchedule
  disruption:
    consolidationPolicy: WhenEmpty
    consolidateAfter: 5m
    budgets: [{ nodes: 100%, reasons: [Empty] }]
`;

const GOOD = POOL.replace('value: Exists', 'value: present');

const ADVICE = GOOD.replace('expireAfter: Never', 'expireAfter: 336h');

/** What kubectl get prints. */
const LIST = `apiVersion: v1\nkind: List\nitems:\n${POOL.trimEnd().split('\n').map((line, index) => `${index === 0 ? '- ' : '  '}${line}`).join('\n')}\n`;

/** What the schema of SARIF 2.1.0 says of a log. */
function schemaErrors(log: unknown): readonly unknown[] {
  const { id, $schema: _, ...schema } = JSON.parse(readFileSync(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'));
  // It is of draft 4, which had `id`, and one of its patterns is none for the flag `u`.
  const isValid = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false, allErrors: true }).compile({ ...schema, $id: id });
  isValid(log);
  return isValid.errors ?? [];
}

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('gpu-autoscaler lint', () => {
  let folder: string;

  beforeEach(() => folder = mkdtempSync(join(tmpdir(), 'lint-')));
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(name: string, text: string): string {
    const path = join(folder, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
    return name;
  }

  function run(args: readonly string[], input?: string): Outcome {
    return spawn(['--eval', ALONE, '--', ...args], input);
  }

  function spawn(args: readonly string[], input?: string): Outcome {
    const env = { ...process.env, NO_COLOR: '1', NODE_PATH: join(__dirname, '../../node_modules') };
    return spawnSync(process.execPath, args, { cwd: folder, input, encoding: 'utf8', env });
  }

  test('is a command of the whole program', () => {
    write('pool.yaml', POOL);
    expect(spawn([COMMAND, 'lint', 'pool.yaml'])).toEqual(expect.objectContaining({ status: 1, stdout: run(['pool.yaml']).stdout, stderr: '' }));
  });

  test('says where, what, why and what to do, and fails', () => {
    const { status, stdout } = run([write('pool.yaml', POOL)]);
    expect(stdout).toBe(`NodePool gpus
  error  taint-value-exists  pool.yaml:17:11
    field     spec.template.spec.taints[0].value
    got       "Exists"
    expected  a value such as present
    fix       write value: present, and tolerate it with operator: Exists
    why       Exists is an operator of tolerations. As a value it has to be tolerated literally, which node
              feature discovery does not do: the GPU is never registered.
    seen      https://github.com/NVIDIA/k8s-device-plugin/issues/1934

1 error and 0 warnings in 1 object of 1 file.
`);
    expect(status).toBe(1);
  });

  test('is content with what is right', () => {
    expect(run([write('pool.yaml', GOOD)])).toMatchObject({ status: 0, stdout: 'Nothing found in 1 object of 1 file.\n', stderr: '' });
  });

  test('passes warnings, but not with --strict', () => {
    const file = write('pool.yaml', ADVICE);
    expect(run([file])).toMatchObject({ status: 0, stdout: expect.stringContaining('warning  expiry-without-node-grace  pool.yaml:10:7') });
    expect(run([file, '--strict']).status).toBe(1);
  });

  test('explains a rule once', () => {
    const { stdout } = run([write('pools.yaml', `${POOL}---\n${POOL.replace('name: gpus', 'name: others')}`)]);
    expect(stdout.match(/ error {2}taint-value-exists/g)).toHaveLength(2);
    expect(stdout.match(/ why /g)).toHaveLength(1);
  });

  test('says what hurts before it advises, and what workers on Prometheus can go on with', () => {
    const scaledObject = `apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: vllm }
spec:
  scaleTargetRef: { name: vllm }
  maxReplicaCount: 4
  triggers:
    - { type: prometheus, metadata: { serverAddress: "http://prometheus.monitoring:9090", threshold: "5", query: "sum(vllm:num_requests_waiting)" } }
`;
    const { stdout } = run([write('vllm.yaml', scaledObject)]);
    expect([...stdout.matchAll(/^ {2}(error|warning) /gm)].map(([, severity]) => severity)).toEqual(['error', 'error', 'error', 'warning', 'warning']);
    expect(stdout).toContain('\n\nScaledObject vllm: MetricSource.vllm, .triton and .prometheusQuery of cdk8s-gpu-autoscaler');
    expect(run([write('pool.yaml', POOL)]).stdout).not.toContain('MetricSource');
  });

  test('reads folders, several documents, Lists and standard input, and says where in each', () => {
    write('k8s/a/pool.yml', POOL);
    write('k8s/values.yaml', 'replicas: 1\n');
    write('k8s/notes.txt', 'no YAML: [');
    const positions = (outcome: Outcome) => [...outcome.stdout.matchAll(/taint-value-exists {2}(.*)/g)].map(([, position]) => position);
    expect(positions(run(['k8s']))).toEqual([`${join('k8s', 'a', 'pool.yml')}:17:11`]);
    expect(positions(run([write('both.yaml', `${GOOD}---\n${POOL}`)]))).toEqual(['both.yaml:40:11']);
    expect(positions(run(['-'], LIST))).toEqual(['<stdin>:20:13']);
    expect(positions(run(['-'], LIST.replace('apiVersion: v1\nkind: List', 'apiVersion: karpenter.sh/v1\nkind: NodePoolList').replace(/^- apiVersion.*\n {2}kind: NodePool\n {2}meta/m, '- meta'))))
      .toEqual(['<stdin>:18:13']);
    expect(positions(run(['k8s', '-'], POOL))).toEqual([`${join('k8s', 'a', 'pool.yml')}:17:11`, '<stdin>:17:11']);
  });

  test('reads what Windows wrote, JSON, anchors, and objects that the API server will name', () => {
    const positions = (outcome: Outcome) => [...outcome.stdout.matchAll(/taint-value-exists {2}(.*)/g)].map(([, position]) => position);
    expect(positions(run([write('windows.yaml', `\uFEFF${POOL.replaceAll('\n', '\r\n')}`)]))).toEqual(['windows.yaml:17:11']);
    expect(positions(run([write('pool.json', JSON.stringify(parse(POOL), undefined, 2))]))).toEqual([expect.stringMatching(/^pool\.json:\d+:\d+$/)]);
    expect(positions(run([write('anchor.yaml', POOL.replace('taints:', 'startupTaints: &same').replace('\n  disruption', '\n      taints: *same\n  disruption'))]))).toEqual(['anchor.yaml:17:11']);
    expect(run([write('job.yaml', `apiVersion: batch/v1
kind: Job
metadata: { generateName: train- }
spec: { template: { spec: { containers: [{ name: train, resources: { requests: { nvidia.com/gpu: 2 }, limits: { nvidia.com/gpu: 1 } } }] } } }
`)]).stdout).toMatch(/^Job train-\n {2}error {2}gpu-request-differs-from-limit/);
  });

  test('ends in order when nobody reads on', () => {
    write('pools.yaml', Array.from({ length: 300 }, (_, index) => POOL.replace('name: gpus', `name: gpus-${index}`)).join('---\n'));
    const { stdout, stderr } = spawnSync('sh', ['-c', `"${process.execPath}" "${COMMAND}" lint pools.yaml | head -n 1`], { cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
    expect({ stdout, stderr }).toEqual({ stdout: 'NodePool gpus-0\n', stderr: '' });
  });

  test('sees across files', () => {
    const worker = `apiVersion: apps/v1
kind: Deployment
metadata: { name: worker }
spec:
  template:
    spec:
      terminationGracePeriodSeconds: 600
      tolerations: [{ key: nvidia.com/gpu, operator: Exists }]
      containers: [{ name: worker, resources: { limits: { nvidia.com/gpu: 1 } } }]
`;
    const { stdout } = run([write('pool.yaml', GOOD), write('worker.yaml', worker)]);
    expect(stdout).toContain('warning  consolidate-after-below-grace  pool.yaml:21:5');
    expect(stdout).toContain('expected  at least 600s, the grace period of Deployment worker');
  });

  test('counts what an annotation silences', () => {
    const { status, stdout } = run([write('pool.yaml', POOL.replace('name: gpus\nspec', 'name: gpus\n  annotations: { gpu-autoscaler.dev/lint-ignore: taint-value-exists }\nspec'))]);
    expect(stdout).toBe('Nothing found in 1 object of 1 file.\n1 finding silenced by gpu-autoscaler.dev/lint-ignore.\n');
    expect(status).toBe(0);
  });

  test('says what it could not look at', () => {
    const scaledObject = 'apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: { name: jobs }\nspec: { scaleTargetRef: { name: worker }, triggers: [{ type: kafka }] }\n';
    expect(run([write('so.yaml', scaledObject)]).stdout).toContain('What ScaledObject jobs scales is not among the files');
  });

  test('--rule holds one rule against the files, or several', () => {
    const file = write('pool.yaml', POOL.replace('expireAfter: Never', 'expireAfter: 336h'));
    expect(run([file, '--rule', 'expiry-without-node-grace']).stdout).not.toContain('taint-value-exists');
    const both = run([file, '--rule', 'expiry-without-node-grace', '--rule', 'taint-value-exists']).stdout;
    expect(both).toContain('1 error and 1 warning in');
    expect(run([file, '--rule', 'no-such-rule'])).toMatchObject({ status: 1, stderr: expect.stringContaining('got "no-such-rule"; expected the name of a rule; see --list-rules') });
  });

  test('--list-rules names them all', () => {
    const { status, stdout } = run(['--list-rules']);
    expect(stdout.trim().split('\n').map((line) => line.split(/\s+/)[1])).toEqual(RULES.map(({ name }) => name));
    expect(status).toBe(0);
  });

  test('--format json has what the text has', () => {
    const { status, stdout } = run([write('pool.yaml', POOL), '--format', 'json']);
    const rule = RULES.find(({ name }) => name === 'taint-value-exists')!;
    expect(JSON.parse(stdout)).toEqual({
      errors: 1,
      warnings: 0,
      objects: 1,
      files: 1,
      withoutTarget: [],
      findings: [{
        rule: 'taint-value-exists',
        severity: 'error',
        file: 'pool.yaml',
        line: 17,
        column: 11,
        object: { apiVersion: 'karpenter.sh/v1', kind: 'NodePool', name: 'gpus' },
        field: 'spec.template.spec.taints[0].value',
        got: '"Exists"',
        expected: 'a value such as present',
        fix: 'write value: present, and tolerate it with operator: Exists',
        why: rule.why,
        incident: rule.incident,
        message: 'NodePool gpus: spec.template.spec.taints[0].value: got "Exists"; expected a value such as present; write value: present, and tolerate it with operator: Exists',
      }],
      silenced: [],
    });
    expect(status).toBe(1);
  });

  test('--format sarif is a log of SARIF 2.1.0 with all rules, where each is explained, and what is silenced', () => {
    write('a folder/pool.yaml', POOL);
    write('a folder/silent.yaml', POOL.replace('name: gpus\nspec', 'name: others\n  annotations: { gpu-autoscaler.dev/lint-ignore: taint-value-exists }\nspec'));
    const { status, stdout } = run(['a folder', '--format', 'sarif']);
    const { version, runs: [{ tool: { driver }, results }] } = JSON.parse(stdout);
    expect(version).toBe('2.1.0');
    expect(schemaErrors(JSON.parse(stdout))).toEqual([]);
    expect(driver.rules.map(({ id }: { id: string }) => id)).toEqual(RULES.map(({ name }) => name));
    for (const rule of driver.rules) {
      expect(rule).toEqual({
        id: expect.any(String),
        shortDescription: { text: expect.any(String) },
        fullDescription: { text: expect.any(String) },
        help: { text: expect.any(String), markdown: expect.any(String) },
        helpUri: expect.stringMatching(/^https:\/\/.*\/docs\/rules\.md#[a-z0-9-]+$/),
        defaultConfiguration: { level: expect.stringMatching(/^(error|warning)$/) },
      });
    }
    expect(results).toHaveLength(2);
    expect(results[0]).toEqual({
      ruleId: 'taint-value-exists',
      ruleIndex: RULES.findIndex(({ name }) => name === 'taint-value-exists'),
      level: 'error',
      message: { text: expect.stringContaining('NodePool gpus: spec.template.spec.taints[0].value: got "Exists"') },
      locations: [{
        physicalLocation: { artifactLocation: { uri: 'a%20folder/pool.yaml' }, region: { startLine: 17, startColumn: 11 } },
        logicalLocations: [{ fullyQualifiedName: 'NodePool gpus', kind: 'resource' }],
      }],
    });
    expect(results[1].suppressions).toEqual([{ kind: 'inSource', justification: 'the object\'s annotation gpu-autoscaler.dev/lint-ignore' }]);
    expect(status).toBe(1);
  });

  test.each([
    ['no file', [], /^error: lint: got no file; expected YAML files, folders, or - for standard input/],
    ['a file that does not exist', ['none.yaml'], /^error: none\.yaml: got a path that does not exist; expected a YAML file/],
    ['a file that is no YAML', ['broken.yaml'], /^error: broken\.yaml:\d+:\d+: got text that is no YAML \(.*\); expected Kubernetes manifests; correct it/],
    ['a template', ['template.yaml'], /^error: template\.yaml:1:\d+: .*; render the template first/],
    ['a template that is YAML', ['quoted.yaml'], /^error: quoted\.yaml:3:13: got the name \{\{ \.Release\.Name \}\}-gpus; expected Kubernetes manifests; render the template first/],
    ['YAML without an object', ['values.yaml'], /^error: values\.yaml: got no Kubernetes object; expected YAML with apiVersion, kind and metadata\.name/],
    ['an empty folder', ['empty'], /^error: empty: got no Kubernetes object/],
  ])('refuses %s with status 2', (_, args, message) => {
    write('broken.yaml', 'a: 1\nb: [\n');
    write('template.yaml', '{{- if .Values.gpu }}\nkind: NodePool\n{{- end }}\n');
    write('quoted.yaml', 'apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: { name: "{{ .Release.Name }}-gpus" }\n');
    write('values.yaml', 'replicas: 1\n');
    mkdirSync(join(folder, 'empty'));
    const { status, stdout, stderr } = run(args);
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });

  test('--help teaches', () => {
    const { stdout } = run(['--help']);
    expect(stdout).toContain('$ helm template . | npx gpu-autoscaler lint -');
    expect(stdout).toContain('Exit status: 0 nothing found, or warnings only; 1 errors (with --strict also warnings); 2 input that cannot be read.');
  });
});
