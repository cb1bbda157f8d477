import { App, AppProps, Chart } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { CrdSchemas } from './crd-schemas';
import { Manifest } from './synth';
import { FleetApp } from '../../lib';

type AppClass = new (props?: AppProps) => App;

/** How each refusal begins: with the path of a construct, the name of a factory, or, from the rules, the kind and the name of an object. */
const PLACE = /^(Validation failed with the following errors:\n {2}\[\] \w+ [\w-]+(\/[\w-]+)?|[a-z][\w/-]*|[A-Z]\w+\.\w+): /;

/** And how it goes on. */
const REFUSAL = /got [^]+; expected [^]+; [^]+/;

/** Fields that Kubernetes reads as int64, and quantities. */
const LONG = /(\.(terminationGracePeriodSeconds|activeDeadlineSeconds)|\.(limits|capacity)\.[^]+)$/;

const schemas = new CrdSchemas();

/** What an app writes. */
export function synthesized(build: (chart: Chart) => void, AppOrFleet: AppClass = App): string {
  const app = new AppOrFleet();
  build(new Chart(app, 'chart', { namespace: 'ml-platform' }));
  return app.synthYaml();
}

/**
 * What is wrong with what an app does: nothing if it refuses in the words of the library, or if all it emits is valid under the CRDs, has no
 * number that is none, and is the same bytes when it is synthesized again and by a `FleetApp`.
 */
export function faultsOf(build: (chart: Chart) => void): string[] {
  let yaml: string;
  try {
    yaml = synthesized(build);
  } catch (error) {
    const { name, message } = error as Error;
    return ['Error', 'ContractError'].includes(name) && PLACE.test(message) && REFUSAL.test(message) ? [] : [`${name}: ${message}`];
  }
  const objects: Manifest[] = parseAllDocuments(yaml).map((document) => document.toJS()).filter((object) => object !== null);
  return [
    ...schemas.errorsOf(objects),
    ...objects.flatMap((object) => strangeValues(object, object.kind)),
    ...[App, FleetApp].filter((each) => synthesized(build, each) !== yaml).map(({ name }) => `${name} writes other bytes`),
  ];
}

/** Values that no field may have, with their paths. */
function strangeValues(value: unknown, path: string): string[] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, part]) => strangeValues(part, `${path}.${key}`));
  }
  const isStrange = value === null || /NaN|undefined|Infinity/.test(String(value))
    || (typeof value === 'number' && Math.abs(value) >= 2 ** 31 && !LONG.test(path));
  return isStrange ? [`${path}: ${value}`] : [];
}
