import { ApiObject, App, Chart, Yaml } from 'cdk8s';
import { Construct } from 'constructs';
import { GpuNodeGroups } from '../lib';
import { CrdSchemas } from './support/crd-schemas';
import { PublicOptions } from './support/public-options';
import { Manifest } from './support/synth';
import { check } from '../lib/rules/check';
import { everyOption, modelDirectory } from '../rehearsal/scenarios/support/every-option';
import { everySource } from '../rehearsal/scenarios/support/every-source';
import { PROVIDER_NODES } from '../rehearsal/scenarios/support/provider-nodes';
import { synthesize } from '../rehearsal/scenarios/support/synthesize';

/** The apps that the rehearsal applies to a real API server. */
const APPS = { everyOption, modelDirectory, everySource, ...PROVIDER_NODES };

const FILES = ['every-option', 'every-source', 'provider-nodes'].map((name) => `rehearsal/scenarios/support/${name}.ts`);

describe('the apps of the rehearsal', () => {
  const schemas = new CrdSchemas();
  const options = new PublicOptions(FILES);

  test('use every option, every factory, every construct and every choice of the library', () => {
    // FleetApp takes the place of the App that they are given; test/synth/fleet-app.test.ts compares the two.
    expect(options.unused()).toEqual(['new FleetApp']);
  });

  test.each([
    'GpuWorkerProps.sharedMemory', 'RedisAccessOptions.ca', 'GpuInstanceType.arch', 'WarmSchedule.spare', 'Connection.redisSentinel', 'new WarmPool', 'OnEmpty.ZERO',
  ])('the check knows of %s', (name) => expect(options.all).toContain(name));

  test('the check can fail: an app of one file lacks what the others have', () => {
    expect(new PublicOptions([FILES[1]]).unused()).toEqual(expect.arrayContaining(['WarmPoolProps.spare', 'GpuSlice.mig', 'AzureImageFamily.UBUNTU', 'new GpuComputeClass']));
  });

  test.each(Object.entries(APPS))('%s is valid under the released CRDs', (_, build) => {
    expect(schemas.errorsOf(synthesize(build))).toEqual([]);
  });

  test.each(Object.entries(APPS))('%s: the rules have nothing to say', (_, build) => {
    expect(check(synthesize(build)).findings).toEqual([]);
  });

  describe('as synthesized', () => {
    const constructs = options.all.filter((name) => name.startsWith('new ')).map((name) => name.slice('new '.length))
      .filter((name) => !['FleetApp', 'KedaTrigger'].includes(name));
    const snapshots = emittedBy(constructs, Object.values({ everyOption, modelDirectory, ...PROVIDER_NODES }));

    test.each(constructs)('%s', (construct) => {
      expect(Yaml.stringify(...snapshots.get(construct)!)).toMatchSnapshot();
    });

    test('each connection, in the configuration of the scaler', () => {
      const [{ data }] = synthesize(everySource).filter(({ kind }) => kind === 'ConfigMap');
      expect(JSON.parse(data['scaler.json'])).toMatchSnapshot();
    });

    test('each source, in the trigger of its worker', () => {
      const scaled = synthesize(everySource).filter(({ kind }) => ['ScaledObject', 'ScaledJob'].includes(kind));
      expect(Yaml.stringify(Object.fromEntries(scaled.map(({ metadata, spec }) => [metadata.name, spec.triggers])))).toMatchSnapshot();
    });
  });

  test.each(Object.entries(APPS))('%s, twice: the same bytes', (_, build) => {
    expect(JSON.stringify(synthesize(build))).toBe(JSON.stringify(synthesize(build)));
  });
});

/** What the constructs of each of these classes emit; of node groups, which emit nothing, what they say that the groups have to be like. */
function emittedBy(classes: readonly string[], builds: readonly ((app: App) => Chart)[]): ReadonlyMap<string, readonly unknown[]> {
  const ownerOf = ({ node }: Construct): string | undefined => (
    node.scopes.map((scope) => scope.constructor.name).filter((name) => classes.includes(name)).pop());
  const emitted = new Map<string, unknown[]>();
  const add = (construct: Construct, ...objects: (Manifest | object)[]): void => {
    const owner = ownerOf(construct);
    if (owner !== undefined) {
      emitted.set(owner, [...emitted.get(owner) ?? [], ...objects]);
    }
  };
  for (const construct of builds.flatMap((build) => build(new App()).node.findAll())) {
    if (construct instanceof ApiObject) {
      add(construct, construct.toJson());
    } else if (construct instanceof GpuNodeGroups) {
      add(construct, ...construct.nodeGroups);
    }
  }
  return emitted;
}
