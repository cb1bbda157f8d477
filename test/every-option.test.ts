import { CrdSchemas } from './support/crd-schemas';
import { PublicOptions } from './support/public-options';
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

  test.each(Object.entries(APPS))('%s, twice: the same bytes', (_, build) => {
    expect(JSON.stringify(synthesize(build))).toBe(JSON.stringify(synthesize(build)));
  });
});
