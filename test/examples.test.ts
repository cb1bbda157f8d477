import { createHash } from 'crypto';
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { App, Testing, Yaml } from 'cdk8s';
import { CrdSchemas } from './support/crd-schemas';
import { batchOnSpot } from '../examples/batch-on-spot';
import { fleet } from '../examples/fleet';
import { gke } from '../examples/gke';
import { imageGeneration } from '../examples/image-generation';
import { modelServer } from '../examples/model-server';
import { nodeGroups } from '../examples/node-groups';

const EXAMPLES = join(__dirname, '../examples');

describe('examples', () => {
  const all = {
    'batch-on-spot': batchOnSpot, gke, 'image-generation': imageGeneration, 'model-server': modelServer, 'node-groups': nodeGroups,
  };
  const schemas = new CrdSchemas();

  test('are all here', () => {
    expect(readdirSync(EXAMPLES).filter((file) => file.endsWith('.ts')).map((file) => file.replace('.ts', '')).sort()).toEqual([...Object.keys(all), 'fleet'].sort());
  });

  test.each(Object.entries(all))('%s, as synthesized', (_, example) => {
    expect(Testing.synth(example(new App()))).toMatchSnapshot();
  });

  test.each(Object.entries({ ...all, fleet }))('%s, twice: the same bytes', (_, example) => {
    const once = JSON.stringify(Testing.synth(example(new App())));
    expect(JSON.stringify(Testing.synth(example(new App())))).toBe(once);
  });

  test.each(Object.entries({ ...all, fleet }))('%s is valid under the released CRDs', (_, example) => {
    expect(schemas.errorsOf(Testing.synth(example(new App())))).toEqual([]);
  });

  describe('fleet, as synthesized', () => {
    const objects = Testing.synth(fleet(new App()));
    const workers = objects.filter(({ kind }) => kind === 'ScaledObject').map(({ metadata }) => metadata.name);

    test('the platform and the first workers', () => {
      const others = new Set(workers.slice(3));
      expect(objects.filter(({ metadata }) => !others.has(metadata.name))).toMatchSnapshot();
    });

    test('a worker for each line of the table', () => {
      const lines = readFileSync(join(EXAMPLES, 'fleet.csv'), 'utf8').trim().split('\n').slice(1);
      expect(lines).toHaveLength(1000);
      expect(workers).toEqual(lines.map((line) => line.split(',')[0]));
      expect(objects.filter(({ kind, metadata }) => kind === 'Deployment' && workers.includes(metadata.name))).toHaveLength(1000);
    });

    test('the whole, by its digest', () => {
      expect(createHash('sha256').update(Yaml.stringify(...objects)).digest('hex')).toMatchSnapshot();
    });
  });

  test('the image-generation platform is an app of at most 30 lines', () => {
    expect(readFileSync(join(EXAMPLES, 'image-generation.ts'), 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(30);
  });
});
