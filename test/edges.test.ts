import { Chart, Duration, Size, SizeRoundingBehavior } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import fc from 'fast-check';
import { BUILDS, EDGES, FACTORIES } from './support/edges';
import { faultsOf, synthesized } from './support/judge';
import { PublicOptions } from './support/public-options';

/** An option, and the values that are tried for it. */
interface Option {
  readonly of: string;
  readonly option: string;
  readonly edges: readonly unknown[];
}

const options = new PublicOptions([]);
const OPTIONS: readonly Option[] = Object.entries(EDGES).flatMap(([typeName, edges]) =>
  Object.entries(options.ofType(typeName)).flatMap(([of, names]) => names.map((option) => ({ of, option, edges }))));

function shown(value: unknown): string {
  if (value instanceof Duration) {
    return `${value.toMilliseconds({ integral: false })} ms`;
  }
  return value instanceof Size ? `${value.toKibibytes({ rounding: SizeRoundingBehavior.NONE })} KiB` : String(value instanceof Cpu ? value.amount : value);
}

/** Faults, each with the values that have it. */
function faultsWith(values: { readonly [option: string]: unknown }, build: (chart: Chart) => void): string[] {
  return faultsOf(build).map((fault) => `${Object.entries(values).map(([option, value]) => `${option}: ${shown(value)}`).join(', ')}: ${fault}`);
}

describe('numbers, durations, sizes and CPUs are refused in the words of the library, or what is emitted can be applied, whatever they are', () => {
  // Of some it is said at synth that they are rarely meant.
  beforeEach(() => jest.spyOn(process, 'emitWarning').mockImplementation());
  afterEach(() => jest.restoreAllMocks());

  test('each interface that has one is tried', () => {
    expect(Object.keys(BUILDS).sort()).toEqual([...new Set(OPTIONS.map(({ of }) => of))].sort());
  });

  test.each(Object.entries(BUILDS))('%s: without them nothing is refused', (_, builds) => {
    builds.forEach((build) => expect(() => synthesized((chart) => build(chart, {}))).not.toThrow());
  });

  test.each(OPTIONS)('$of.$option', ({ of, option, edges }) => {
    const cases = BUILDS[of].flatMap((build) => edges.map((value) => ({ build, values: { [option]: value } })));
    expect(cases.flatMap(({ build, values }) => faultsWith(values, (chart) => build(chart, values)))).toEqual([]);
  });

  test.each(Object.entries(FACTORIES))('%s', (factory, { typeName, build }) => {
    expect(EDGES[typeName].flatMap((value) => faultsWith({ [factory]: value }, (chart) => build(chart, value)))).toEqual([]);
  });

  test('property: several of them together', () => {
    const several = fc.constantFrom(...Object.keys(BUILDS)).chain((of) => {
      const values = OPTIONS.filter((each) => each.of === of).map(({ option, edges }) => [option, fc.constantFrom(...edges)] as const);
      return fc.tuple(fc.constantFrom(...BUILDS[of]), fc.record(Object.fromEntries(values), { requiredKeys: [] }));
    });
    fc.assert(fc.property(several, ([build, values]) => expect(faultsWith(values, (chart) => build(chart, values))).toEqual([])), { numRuns: 300 });
  });

  test('the check can fail', () => {
    expect(faultsOf(() => {
      throw new TypeError('cannot read properties of undefined');
    })).toEqual(['TypeError: cannot read properties of undefined']);
    expect(faultsOf(() => {
      throw new Error("'1 millis' cannot be converted into a whole number of seconds.");
    })).toHaveLength(1);
  });
});
