import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ApiObject, App, AppProps, Chart, Lazy, YamlOutputType } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-28';
import { ExternalScaler, FleetApp, GpuNodePool } from '../../lib';
import { newPool, newScaler, newWorker } from '../support/synth';

type Build = (app: App) => void;

/** The files that an app writes, by name. */
function files(app: App): { [name: string]: string } {
  app.synth();
  const names = readdirSync(app.outdir, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(app.outdir, name)).isFile());
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(app.outdir, name), 'utf8')]));
}

function platform(app: App): { scaler: ExternalScaler; nodePool: GpuNodePool } {
  const chart = new Chart(app, 'platform', { namespace: 'ml-platform', labels: { team: 'ml' } });
  return { scaler: newScaler(chart), nodePool: newPool(chart) };
}

/** A platform, and a chart for each worker. */
function chartAWorker(app: App): void {
  const shared = platform(app);
  for (const id of ['b', 'a', '7', '3']) {
    newWorker(new Chart(app, id, { namespace: 'ml-platform' }), shared);
  }
}

describe('FleetApp writes the files that App writes', () => {
  let directories: string[] = [];

  afterEach(() => {
    directories.forEach((directory) => rmSync(directory, { recursive: true }));
    directories = [];
  });

  function outdir(): string {
    directories.push(mkdtempSync(join(tmpdir(), 'fleet-app-')));
    return directories[directories.length - 1];
  }

  function expectSame(build: Build, props: AppProps = {}): void {
    const [usual, fleet] = [new App({ ...props, outdir: outdir() }), new FleetApp({ ...props, outdir: outdir() })];
    build(usual);
    build(fleet);
    const written = files(fleet);
    expect(Object.keys(written).length).toBeGreaterThan(0);
    expect(written).toEqual(files(usual));
    expect(fleet.synthYaml()).toBe(usual.synthYaml());
  }

  test.each([
    YamlOutputType.FILE_PER_APP, YamlOutputType.FILE_PER_CHART, YamlOutputType.FILE_PER_RESOURCE, YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE,
  ])('output type %s', (yamlOutputType) => {
    expectSame(chartAWorker, { yamlOutputType, outputFileExtension: '.yaml' });
  });

  test.each<[string, Build]>([
    ['a chart without objects', (app) => new Chart(app, 'empty')],
    ['nested charts', (app) => newWorker(new Chart(new Chart(app, 'outer'), 'inner', { namespace: 'ml-platform' }), platform(app))],
    ['charts that depend on each other', (app) => {
      const first = new Chart(app, 'first');
      new Chart(app, 'second').addDependency(first);
      new ApiObject(first, 'object', { apiVersion: 'v1', kind: 'ConfigMap' });
    }],
    ['objects that depend on each other', (app) => {
      const chart = new Chart(app, 'chart');
      const [first, second] = ['first', 'second'].map((id) => new ApiObject(chart, id, { apiVersion: 'v1', kind: 'ConfigMap' }));
      first.addDependency(second);
    }],
    ['a chart with a toJson of its own', (app) => {
      class Reversed extends Chart {
        public override toJson(): any[] {
          return super.toJson().reverse();
        }
      }
      newWorker(new Reversed(app, 'chart', { namespace: 'ml-platform' }), platform(app));
    }],
    ['workloads of cdk8s-plus', (app) => {
      const deployment = new Deployment(new Chart(app, 'chart'), 'deployment', { containers: [{ image: 'image' }] });
      deployment.scheduling.spread();
    }],
    ['metadata added later', (app) => {
      const { deployment, scaledObject } = newWorker(new Chart(app, 'chart', { namespace: 'ml-platform' }), platform(app));
      deployment.metadata.addLabel('tier', 'gold');
      deployment.metadata.addFinalizers('example.com/wait');
      scaledObject.metadata.addAnnotation('autoscaling.keda.sh/paused', 'true');
    }],
    ['a token', (app) => newWorker(new Chart(app, 'chart', { namespace: 'ml-platform' }), { ...platform(app), args: [Lazy.any({ produce: () => 'late' })] })],
  ])('%s', (_, build) => expectSame(build));

  test('construct metadata', () => expectSame(chartAWorker, { recordConstructMetadata: true }));

  test('resolvers of the app', () => {
    expectSame(chartAWorker, { resolvers: [{ resolve: (context) => context.value === 'ml-platform' && context.replaceValue('elsewhere') }] });
  });

  test('an error', () => {
    const message = (app: App) => {
      chartAWorker(app);
      app.charts[0].node.addValidation({ validate: () => ['wrong'] });
      try {
        app.synth();
      } catch (error) {
        return (error as Error).message;
      }
      throw new Error('synthesized');
    };
    expect(message(new FleetApp({ outdir: outdir() }))).toBe(message(new App({ outdir: outdir() })));
  });
});

describe('FleetApp', () => {
  test('renders every object once, for the rules and for the file', () => {
    const app = new FleetApp();
    chartAWorker(app);
    const objects = app.node.findAll().filter((construct) => ApiObject.isApiObject(construct));
    const renderings = objects.map((object) => jest.spyOn(object, 'toJson'));
    app.synthYaml();
    expect(renderings.map((rendering) => rendering.mock.calls.length)).toEqual(objects.map(() => 1));
  });

  test('renders anew when it is synthesized again', () => {
    const app = new FleetApp();
    const { scaledObject } = newWorker(new Chart(app, 'chart', { namespace: 'ml-platform' }), platform(app));
    app.synthYaml();
    scaledObject.metadata.addAnnotation('example.com/second', 'time');
    expect(app.synthYaml()).toContain('example.com/second: time');
  });

  test('is stopped by the rules across objects', () => {
    const app = new FleetApp();
    const chart = new Chart(app, 'chart', { namespace: 'ml-platform' });
    const { deployment } = newWorker(chart, platform(app));
    new ApiObject(chart, 'second', {
      apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', spec: { scaleTargetRef: { name: deployment.name }, maxReplicaCount: 1, triggers: [] },
    });
    expect(() => app.synthYaml()).toThrow('rule two-scaled-objects-on-one-target');
  });
});
