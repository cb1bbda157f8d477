import { App, Chart, Testing } from 'cdk8s';
import { batchOnSpot } from '../../examples/batch-on-spot';
import { fleet } from '../../examples/fleet';
import { imageGeneration } from '../../examples/image-generation';
import { modelServer } from '../../examples/model-server';
import { nodeGroups } from '../../examples/node-groups';
import { check } from '../../lib/rules/check';
import { everyOption, modelDirectory } from '../../rehearsal/scenarios/support/every-option';
import { PROVIDER_NODES } from '../../rehearsal/scenarios/support/provider-nodes';
import { rehearsedApp } from '../../rehearsal/scenarios/support/rehearsed-app';
import { workerApp } from '../../rehearsal/scenarios/support/worker-app';
import { WarmPoolEngine } from 'cdk8s-gpu-autoscaler';

describe('our own apps', () => {
  const synthesized = (build: (app: App) => Chart) => Testing.synth(build(new App()));

  test.each<[string, () => any[]]>([
    ['the example of a fleet', () => synthesized(fleet)],
    ['the example of image generation', () => synthesized(imageGeneration)],
    ['the example of batch jobs on spot machines', () => synthesized(batchOnSpot)],
    ['the example of a model server', () => synthesized(modelServer)],
    ['the example of node groups', () => synthesized(nodeGroups)],
    ['every option of the constructs', () => synthesized(everyOption)],
    ['node-local model directories', () => synthesized(modelDirectory)],
    ...Object.entries(PROVIDER_NODES).map(([kind, build]) => [`nodes of ${kind}`, () => synthesized(build)] as [string, () => any[]]),
    ['placeholders beside workers', () => workerApp({ name: 'app', maxGpus: 8, nodeStart: 3, warm: { spare: 2, engine: WarmPoolEngine.PLACEHOLDER_PODS } })],
    ['the rehearsed app, with its short times', () => rehearsedApp({ name: 'app', maxReplicas: 4, jobsPerReplica: 1, maxJob: 20, cooldown: 20 })],
  ])('%s: nothing at all', (_, objects) => {
    expect(check(objects()).findings.map(({ message }) => message)).toEqual([]);
  });
});
