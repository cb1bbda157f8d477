import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { App, Testing } from 'cdk8s';
import { batchOnSpot } from '../examples/batch-on-spot';
import { imageGeneration } from '../examples/image-generation';
import { modelServer } from '../examples/model-server';
import { nodeGroups } from '../examples/node-groups';

const EXAMPLES = join(__dirname, '../examples');

describe('examples', () => {
  const all = { 'batch-on-spot': batchOnSpot, 'image-generation': imageGeneration, 'model-server': modelServer, 'node-groups': nodeGroups };

  test('are all here', () => {
    expect(readdirSync(EXAMPLES).filter((file) => file.endsWith('.ts')).map((file) => file.replace('.ts', '')).sort()).toEqual(Object.keys(all));
  });

  test.each(Object.entries(all))('%s, as synthesized', (_, example) => {
    expect(Testing.synth(example(new App()))).toMatchSnapshot();
  });

  test('the image-generation platform is an app of at most 30 lines', () => {
    expect(readFileSync(join(EXAMPLES, 'image-generation.ts'), 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(30);
  });
});
