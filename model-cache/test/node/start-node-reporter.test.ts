import { ModelCacheConfig } from '../../../lib/contract/model-cache';
import { startNodeReporter } from '../../src/node/start-node-reporter';
import { SILENT_REPORTER } from '../../src/reporter';

const SILENT: ModelCacheConfig = { directory: '/models', models: [] };
const REPORTING: ModelCacheConfig = { ...SILENT, node: { labelPrefix: 'models.example.com' } };
const ENV = { NODE_NAME: 'node-1', POD_NAMESPACE: 'ml', POD_NAME: 'cache-x', POD_UID: '1' };

describe('startNodeReporter', () => {
  test('tells nobody if the configuration does not ask for it, wherever it runs', () => {
    expect(startNodeReporter(() => SILENT, {}, () => undefined)).toBe(SILENT_REPORTER);
  });

  test.each(Object.keys(ENV))('refuses to report without %s', (name) => {
    for (const value of [undefined, '']) {
      expect(() => startNodeReporter(() => REPORTING, { ...ENV, [name]: value }, () => undefined))
        .toThrow(`${name}: got ${value === undefined ? 'nothing' : '""'}; expected what the downward API says of the pod, because the configuration asks for reports on its node; set ${name}`);
    }
  });
});
