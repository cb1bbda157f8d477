import { Yaml } from 'cdk8s';
import fc from 'fast-check';
import { YamlWriter } from '../../lib/synth/yaml-writer';

/** Texts that YAML 1.1 takes for something else, or writes in another way. */
const TRAPS = [
  'yes', 'no', 'on', 'null', '~', '1', '0x1f', '1:30', '1_000', '012', '1e3', '.5', '.inf', '.nan', '<<', '=', '- a', 'a: b', 'a #b', '#c', '', '  ', ' x', 'x ',
  '---', '--- a', '...', 'a\nb', 'a\n', '\n', '\t', '2020-01-01', '%a', '@a', '`a', '!a', '&a', '*a', '"', '\'', '{a}', '[b]', 'a,b', '? a', '?', '-', '|', '>',
  'é', '\u2028', '\u0085', 'worker', 'registry.example.com/worker:1.0.0', 'a'.repeat(1100),
];

const text = fc.oneof(fc.constantFrom(...TRAPS), fc.string(), fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...'aA1 :#-.\n"\'[]{}') }));

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.oneof(text, fc.integer(), fc.double(), fc.boolean(), fc.constantFrom(null, undefined, -0)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 5, noNullPrototype: true }),
  ),
}));

describe('YamlWriter writes the bytes that cdk8s writes', () => {
  test('property: of any documents', () => {
    fc.assert(fc.property(fc.array(value, { maxLength: 3 }), (documents) => {
      expect(new YamlWriter().stringify(documents)).toBe(Yaml.stringify(...documents));
    }), { numRuns: 2000 });
  });

  test('with an alias where a collection stands twice', () => {
    const shared = { labels: { app: 'worker' } };
    const document = { first: shared, second: [shared] };
    expect(Yaml.stringify(document)).toContain('&a1');
    expect(new YamlWriter().stringify([document])).toBe(Yaml.stringify(document));
  });

  test('and does not leave an everyday manifest to it', () => {
    const manifest = { apiVersion: 'apps/v1', metadata: { labels: {} }, spec: { replicas: 0, containers: [{ image: 'worker:1.0.0', args: ['--port', '80'] }] } };
    const expected = Yaml.stringify(manifest);
    const stringify = jest.spyOn(Yaml, 'stringify');
    expect(new YamlWriter().stringify([manifest])).toBe(expected);
    expect(stringify.mock.calls.flat()).not.toContain(manifest);
    stringify.mockRestore();
  });
});
