import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ApiObject, App, Chart, JsonPatch, Testing, Yaml } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-28';
import { batchOnSpot } from '../../examples/batch-on-spot';
import { gke } from '../../examples/gke';
import { imageGeneration } from '../../examples/image-generation';
import { modelServer } from '../../examples/model-server';
import { nodeGroups } from '../../examples/node-groups';
import { ManifestChecks } from '../../lib';
import { RULES } from '../../lib/rules';
import { check } from '../../lib/rules/check';
import { newChart, newPool, newScaler, newWorker } from '../support/synth';
import { warningsOf } from '../support/warnings';

/** An HPA on the worker that `newWorker` makes. */
function foreignHpa(chart: Chart, target: string): ApiObject {
  return new ApiObject(chart, 'hpa', {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'hpa' },
    spec: { scaleTargetRef: { kind: 'Deployment', name: target } },
  });
}

const SECOND_HPA = /HorizontalPodAutoscaler ml-platform\/hpa: spec\.scaleTargetRef\.name: got "chart-worker-.*"; expected a workload that the ScaledObject .* \(rule hpa-beside-scaled-object\)/;

/** Writes an app and returns its files. */
function written(build: (app: App) => void): string[] {
  const outdir = mkdtempSync(join(tmpdir(), 'checks-'));
  try {
    const app = new App({ outdir });
    build(app);
    app.synth();
    return readdirSync(outdir).sort().map((file) => readFileSync(join(outdir, file), 'utf8'));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

describe('at synth', () => {
  test('what each object alone does not show is refused', () => {
    const chart = newChart();
    const worker = newWorker(chart);
    foreignHpa(chart, worker.deployment.name);
    expect(() => Testing.synth(chart)).toThrow(SECOND_HPA);
  });

  test('also when it is in another chart, and once only', () => {
    const chart = newChart();
    const worker = newWorker(chart);
    foreignHpa(new Chart(App.of(chart), 'other', { namespace: 'ml-platform' }), worker.deployment.name);
    let message = '';
    try {
      Testing.synth(chart);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message.match(/rule hpa-beside-scaled-object/g)).toHaveLength(1);
  });

  test('a change after one synthesis is seen by the next', async () => {
    const chart = newChart();
    const worker = newWorker(chart);
    Testing.synth(chart);
    foreignHpa(chart, worker.deployment.name);
    expect(() => Testing.synth(chart)).toThrow(SECOND_HPA);

    const second = new Chart(App.of(chart), 'other');
    expect(() => Testing.synth(second)).toThrow(SECOND_HPA);
    chart.node.tryRemoveChild('hpa');
    await Promise.resolve(); // with several charts what was found is kept until the synthesis has ended
    expect(() => Testing.synth(second)).not.toThrow();
  });

  test('advice is a warning, given once', () => {
    const chart = newChart();
    const pool = newPool(chart);
    new Chart(App.of(chart), 'other');
    pool.nodePools[0].addJsonPatch(JsonPatch.remove('/spec/template/spec/requirements/0')); // the capacity types
    expect(warningsOf(() => {
      Testing.synth(chart);
      Testing.synth(chart);
    })).toEqual([expect.stringMatching(/^NodePool chart-gpus-.*: got .*; expected .*\(rule capacity-type-omitted\)$/)]);
  });

  test('our own examples need none', () => {
    for (const example of [batchOnSpot, gke, imageGeneration, modelServer, nodeGroups]) {
      expect(warningsOf(() => Testing.synth(example(new App())))).toEqual([]);
    }
  });

  describe('two objects of one kind and name', () => {
    const configMap = (chart: Chart, id: string, apiVersion = 'v1', kind = 'ConfigMap') => new ApiObject(chart, id, { apiVersion, kind, metadata: { name: 'x' } });

    test('are refused, because the second would overwrite the first', () => {
      const chart = newChart();
      const nodePool = newPool(chart);
      newWorker(chart, { nodePool, metadata: { name: 'vllm' } });
      newWorker(chart, { nodePool, metadata: { name: 'vllm' }, scaler: undefined }, 'second');
      expect(() => Testing.synth(chart)).toThrow('chart/second/Resource: metadata.name: got "vllm"; expected a name that no other Deployment of the namespace ml-platform has, '
        + 'and chart/worker/Resource has it; rename one of the two, or put what is for another cluster into an app of its own');
    });

    test('also in two charts, and where they have no namespace', () => {
      const chart = newChart();
      newPool(chart, { metadata: { name: 'gpus' } });
      newPool(new Chart(App.of(chart), 'other', { namespace: 'other' }), { metadata: { name: 'gpus' } });
      expect(() => Testing.synth(chart)).toThrow('other/gpus/Resource: metadata.name: got "gpus"; expected a name that no other NodePool has, and chart/gpus/Resource has it');
    });

    test('of several versions are one', () => {
      const chart = newChart();
      newPool(chart);
      configMap(chart, 'a', 'example.com/v1', 'Thing');
      configMap(chart, 'b', 'example.com/v2', 'Thing');
      expect(() => Testing.synth(chart)).toThrow('expected a name that no other Thing of the namespace ml-platform has');
    });

    test('differ by kind, group and namespace', () => {
      const chart = newChart();
      newPool(chart);
      configMap(chart, 'a');
      configMap(chart, 'b', 'v1', 'Secret');
      configMap(chart, 'c', 'example.com/v1', 'ConfigMap');
      configMap(new Chart(App.of(chart), 'other', { namespace: 'other' }), 'd');
      expect(() => Testing.synth(chart)).not.toThrow();
    });
  });

  test('an object is exempt from the rules that its annotation names', () => {
    const chart = newChart();
    const worker = newWorker(chart);
    foreignHpa(chart, worker.deployment.name).metadata.addAnnotation('gpu-autoscaler.dev/lint-ignore', 'hpa-beside-scaled-object');
    expect(() => Testing.synth(chart)).not.toThrow();
  });

  test('an app without constructs of ours is checked when it asks for that', () => {
    const pool = (chart: Chart) => new ApiObject(chart, 'pool', {
      apiVersion: 'karpenter.sh/v1',
      kind: 'NodePool',
      spec: { template: { spec: { requirements: [{ key: 'nvidia.com/gpu', operator: 'Exists' }] } } },
    });
    const unchecked = newChart();
    pool(unchecked);
    expect(() => Testing.synth(unchecked)).not.toThrow();

    const chart = newChart();
    pool(chart);
    ManifestChecks.enforce(chart);
    ManifestChecks.enforce(App.of(chart));
    expect(() => Testing.synth(chart)).toThrow(/got "nvidia.com\/gpu"; expected the provider's label/);
  });
});

describe('what is written', () => {
  test('is the same the second time', () => {
    const chart = imageGeneration(new App());
    const first = Yaml.stringify(...Testing.synth(chart));
    expect(Yaml.stringify(...Testing.synth(chart))).toBe(first);
  });

  test('does not change by being checked: not even a cdk8s-plus workload, which changes with each rendering', () => {
    const spread = (app: App) => {
      const chart = new Chart(app, 'spread', { namespace: 'ml-platform' });
      new Deployment(chart, 'web', { spread: true, containers: [{ image: 'web' }] });
      return chart;
    };
    const unchecked = written(spread);
    expect(written((app) => ManifestChecks.enforce(spread(app)))).toEqual(unchecked);
  });
});

test('takes at most 2.6 times as long for twice as many workers', () => {
  const fleet = (workers: number) => {
    const chart = newChart();
    const nodePool = newPool(chart);
    const scaler = newScaler(chart);
    for (let index = 0; index < workers; index++) {
      newWorker(chart, { nodePool, scaler }, `worker-${index}`);
    }
    return Testing.synth(chart);
  };
  const once = fleet(300);
  const twice = fleet(600);
  const time = (objects: any[]) => {
    const start = process.cpuUsage();
    check(objects, RULES);
    return process.cpuUsage(start).user;
  };
  const rounds = Array.from({ length: 12 }, () => ({ once: time(once), twice: time(twice) }));
  const least = (times: number[]) => Math.min(...times);
  expect(least(rounds.map((round) => round.twice)) / least(rounds.map((round) => round.once))).toBeLessThan(2.6);
});
