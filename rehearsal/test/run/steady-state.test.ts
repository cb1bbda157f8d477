import { App, Testing } from 'cdk8s';
import { imageGeneration } from '../../../examples/image-generation';
import { steadyState } from '../../src/run/steady-state';

const scaledObject = (spec: object) => ({ kind: 'ScaledObject', metadata: { name: 'a' }, spec });

describe('what stays without a job', () => {
  test('of the example: nothing but what its placeholder holds', () => {
    expect(steadyState(Testing.synth(imageGeneration(new App())))).toEqual({ replicas: 0, machines: 0, warm: true, within: 960 + 300 + 120 });
  });

  test("with KEDA's defaults", () => {
    expect(steadyState([scaledObject({})])).toEqual({ replicas: 0, machines: 0, warm: false, within: 300 + 120 });
  });

  test('minReplicaCount replicas, unless idleReplicaCount says less', () => {
    expect(steadyState([scaledObject({ minReplicaCount: 2 })])).toMatchObject({ replicas: 2, machines: 2 });
    expect(steadyState([scaledObject({ minReplicaCount: 2, idleReplicaCount: 0 })])).toMatchObject({ replicas: 0, machines: 0 });
  });

  test('machines for buffers and of static pools', () => {
    const buffer = { kind: 'CapacityBuffer', metadata: { name: 'b' }, spec: { replicas: 3 } };
    const pool = { kind: 'NodePool', metadata: { name: 'p' }, spec: { replicas: 2, disruption: { consolidateAfter: 'Never' } } };
    expect(steadyState([scaledObject({}), buffer, pool])).toMatchObject({ machines: 5, warm: true, within: 300 + 120 });
    expect(steadyState([scaledObject({}), { ...buffer, spec: { replicas: 0 } }])).toMatchObject({ machines: 0, warm: false });
  });
});
