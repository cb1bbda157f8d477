import { logLibraries } from '../src/library-log';

describe('what libraries print', () => {
  const before = { ...console };
  afterAll(() => void Object.assign(console, before));

  test('is a line of the log', () => {
    const logged: unknown[] = [];
    logLibraries((level, message, fields) => logged.push([level, message, fields]));
    console.log('reader closed %s', 'early', new Error('reset').message);
    console.error({ state: 'odd' });
    Object.assign(console, before);
    expect(logged).toEqual([['warn', 'a library', { text: 'reader closed early reset' }], ['warn', 'a library', { text: "{ state: 'odd' }" }]]);
  });
});
