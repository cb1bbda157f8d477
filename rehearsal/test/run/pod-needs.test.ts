import { gpusOfPod, meetPodNeeds } from '../../src/run/pod-needs';

const CONTAINER = { name: 'worker', image: 'worker:1', resources: { limits: { 'nvidia.com/gpu': 1 } } };

const workload = (pod: object, kind: string = 'Deployment') =>
  ({ apiVersion: 'apps/v1', kind, metadata: { name: 'app', namespace: 'ml' }, spec: { template: { spec: { containers: [CONTAINER], ...pod } } } }) as any;

describe('what pods take for granted', () => {
  test('nothing: nothing is added', () => {
    expect(meetPodNeeds([workload({}), { kind: 'Service', metadata: { name: 's' }, spec: {} }])).toEqual({ added: [], notes: [] });
  });

  test('a ServiceAccount is added once, in its namespace, and not if it is there', () => {
    const { added, notes } = meetPodNeeds([workload({ serviceAccountName: 'reader' }), workload({ serviceAccountName: 'reader' })]);
    expect(added).toEqual([{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'reader', namespace: 'ml' } }]);
    expect(notes).toEqual(['Deployment app: ServiceAccount reader added, without rights']);
    expect(meetPodNeeds([{ kind: 'ServiceAccount', metadata: { name: 'reader', namespace: 'ml' } }, workload({ serviceAccountName: 'reader' })]).added).toEqual([]);
    expect(meetPodNeeds([{ kind: 'ServiceAccount', metadata: { name: 'reader' } }, workload({ serviceAccountName: 'reader' })]).added).toHaveLength(1);
    expect(meetPodNeeds([workload({ serviceAccountName: 'default' })]).added).toEqual([]);
  });

  test('a RuntimeClass is added', () => {
    expect(meetPodNeeds([workload({ runtimeClassName: 'nvidia' })]).added).toMatchObject([{ kind: 'RuntimeClass', metadata: { name: 'nvidia' }, handler: 'nvidia' }]);
  });

  test('volumes that somebody would have to provision become emptyDir', () => {
    const app = workload({ volumes: [{ name: 'models', persistentVolumeClaim: { claimName: 'models' } }, { name: 'tmp', ephemeral: {} }, { name: 'kept', hostPath: { path: '/x' } }] });
    const { notes } = meetPodNeeds([app]);
    expect(app.spec.template.spec.volumes).toEqual([{ name: 'models', emptyDir: {} }, { name: 'tmp', emptyDir: {} }, { name: 'kept', hostPath: { path: '/x' } }]);
    expect(notes).toEqual(['Deployment app: volume models: PersistentVolumeClaim models → emptyDir', 'Deployment app: volume tmp: an ephemeral volume → emptyDir']);
    const set = workload({}, 'StatefulSet');
    set.spec.volumeClaimTemplates = [{ metadata: { name: 'data' } }];
    meetPodNeeds([set]);
    expect(set.spec).not.toHaveProperty('volumeClaimTemplates');
    expect(set.spec.template.spec.volumes).toEqual([{ name: 'data', emptyDir: {} }]);
  });

  test('what needs no GPU gets a node that costs nothing', () => {
    const api = workload({ containers: [{ name: 'api', image: 'api:1' }] });
    const { added, notes } = meetPodNeeds([api]);
    expect(added).toMatchObject([{ kind: 'Node', metadata: { name: 'rehearsal-cluster' } }]);
    expect(notes[0]).toContain('it stands for the rest of the cluster, for the pods of Deployment app');
    api.spec.replicas = 0;
    expect(meetPodNeeds([api]).added).toEqual([]);
  });

  test('refuses a PriorityClass that is missing, but not those of every cluster', () => {
    expect(() => meetPodNeeds([workload({ priorityClassName: 'low' })])).toThrow('Deployment app: its PriorityClass low is not among the manifests');
    expect(() => meetPodNeeds([{ kind: 'PriorityClass', metadata: { name: 'low' } }, workload({ priorityClassName: 'low' })])).not.toThrow();
    expect(() => meetPodNeeds([workload({ priorityClassName: 'system-node-critical' })])).not.toThrow();
  });

  test('refuses devices that no machine has', () => {
    const slice = { name: 'worker', image: 'worker:1', resources: { limits: { 'nvidia.com/mig-1g.5gb': 1 } } };
    expect(() => meetPodNeeds([workload({ containers: [slice] })])).toThrow('Deployment app: it asks for nvidia.com/mig-1g.5gb, which no machine here has; expected nvidia.com/gpu');
  });

  test('the GPUs of a pod are those of its containers', () => {
    expect(gpusOfPod({ containers: [CONTAINER, { resources: { requests: { 'nvidia.com/gpu': '2' } } }, {}] })).toBe(3);
    expect(gpusOfPod({ containers: [{}] })).toBe(0);
  });
});
