import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Testing } from 'cdk8s';
import { imageGeneration } from '../examples/image-generation';

describe('examples', () => {
  test('the image-generation platform, as synthesized', () => {
    expect(Testing.synth(imageGeneration(new App()))).toMatchSnapshot();
  });

  test('the image-generation platform is an app of at most 30 lines', () => {
    const lines = readFileSync(join(__dirname, '../examples/image-generation.ts'), 'utf8').trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(30);
  });
});
