/** The manifests that constructs emit. */
import { App, Chart, Testing } from 'cdk8s';

/** A Kubernetes object as synthesized. */
export type Manifest = any;

/** Builds an app and returns its objects, in the order in which cdk8s writes them: dependencies first. */
export function synthesize(build: (app: App) => Chart | readonly Chart[]): Manifest[] {
  return [build(new App())].flat().flatMap((chart) => Testing.synth(chart));
}

/** A build function for one chart in a namespace. */
export function inNamespace(namespace: string, build: (chart: Chart) => void): (app: App) => Chart {
  return (app) => {
    const chart = new Chart(app, namespace, { namespace });
    build(chart);
    return chart;
  };
}

/** The only object of a kind; a part of its name tells several apart. */
export function one(objects: readonly Manifest[], kind: string, part: string = ''): Manifest {
  const found = objects.filter((object) => object.kind === kind && object.metadata.name.includes(part));
  if (found.length !== 1) {
    throw new Error(`expected one ${kind} ${part}, found ${found.length} among ${objects.map((object) => `${object.kind}/${object.metadata.name}`).join(', ')}`);
  }
  return found[0];
}
