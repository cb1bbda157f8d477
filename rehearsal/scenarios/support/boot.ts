/** One control plane for a scenario file: up before its tests, down after them. */
import { after, before } from 'node:test';
import { Cluster } from './cluster';
import { ControlPlane, ControlPlaneOptions, startControlPlane } from '../../src/control-plane/control-plane';

/** What a booted scenario works with. Empty until the tests run. */
export interface Stage {
  readonly plane: ControlPlane;
  readonly cluster: Cluster;
}

/** How a scenario's control plane is booted. */
export interface BootOptions extends Omit<ControlPlaneOptions, 'name' | 'log'> {
  /** Folders of further CRDs to serve: of objects that nobody reconciles here. */
  readonly crds?: readonly string[];
}

/**
 * Registers the boot and the stop of a control plane named after the scenario, and returns where they put it. Call it once, at the top of the file.
 *
 * @param scenario lower-case letters, digits and dashes
 * @param options of the control plane; the HPA's sync period stays at Kubernetes' 15 s if none is given
 */
export function bootForScenario(scenario: string, { crds = [], ...options }: BootOptions = {}): Stage {
  const stage: { plane?: ControlPlane; cluster?: Cluster } = {};
  before(async () => {
    const began = Date.now();
    stage.plane = await startControlPlane({ ...options, name: `scenario-${scenario}` });
    stage.cluster = new Cluster(stage.plane);
    for (const folder of crds) {
      await stage.plane.kubectl(['apply', '--server-side', '-f', folder]);
      await stage.plane.kubectl(['wait', '--for=condition=Established', '-f', folder, '--timeout=30s']);
    }
    console.log(`[${scenario}] control plane healthy after ${((Date.now() - began) / 1000).toFixed(1)} s`);
  }, { timeout: 120_000 });
  after(() => stage.plane?.stop(), { timeout: 60_000 });
  return stage as Stage;
}
