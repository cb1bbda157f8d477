import { App, Chart, Duration } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import { ExternalScalerProps, GpuAutoscaledWorkerProps, ScalerTls } from '../../lib';
import { CrdSchemas } from '../support/crd-schemas';
import { Manifest, newChart, newScaler, newWorker, Synthesized } from '../support/synth';
import { warningsOf } from '../support/warnings';

const HOST = 'chart-scaler-c842b52f.ml-platform.svc.cluster.local';

/** A chart with a worker, whose scaler has these properties. */
function synthesized(props: Partial<ExternalScalerProps>, worker: Partial<GpuAutoscaledWorkerProps> = {}): Synthesized {
  const chart = newChart();
  newWorker(chart, { scaler: newScaler(chart, props), ...worker });
  return new Synthesized(chart);
}

/** The Secret that the scaler's pod has its certificate from. */
function serverSecretOf(objects: Synthesized): string | undefined {
  return objects.one('Deployment', 'scaler').spec.template.spec.volumes.find(({ name }: Manifest) => name === 'tls')?.secret.secretName;
}

/** Where KEDA has each PEM from. */
function clientSecretOf(objects: Synthesized): Manifest {
  return objects.one('TriggerAuthentication').spec.secretTargetRef;
}

describe('ScalerTls.secrets', () => {
  test('mounts the certificate of the scaler, and KEDA must use TLS and present its own', () => {
    const chart = newChart();
    const tls = ScalerTls.secrets({ serverSecret: Secret.fromSecretName(chart, 's', 'scaler-tls'), clientSecret: Secret.fromSecretName(chart, 'c', 'keda-tls') });
    const worker = newWorker(chart, { scaler: newScaler(chart, { tls }) });
    const objects = new Synthesized(chart);
    expect(serverSecretOf(objects)).toBe('scaler-tls');
    expect(objects.one('Deployment', 'scaler').spec.template.spec.containers[0].env).toContainEqual({ name: 'TLS_DIRECTORY', value: '/etc/gpu-autoscaler/tls' });
    expect(clientSecretOf(objects)).toEqual([
      { parameter: 'caCert', name: 'keda-tls', key: 'ca.crt' },
      { parameter: 'tlsClientCert', name: 'keda-tls', key: 'tls.crt' },
      { parameter: 'tlsClientKey', name: 'keda-tls', key: 'tls.key' },
    ]);
    const [trigger] = objects.one('ScaledObject').spec.triggers;
    expect(trigger.metadata.enableTLS).toBe('true');
    expect(trigger.authenticationRef).toEqual({ name: worker.triggerAuthentication!.name });
  });
});

describe('ScalerTls.certManager', () => {
  const own = () => synthesized({ tls: ScalerTls.certManager() });
  const certificates = (objects: Synthesized) => objects.objects.filter(({ kind }) => kind === 'Certificate');

  test('emits objects that the released CRDs admit', () => {
    const { objects } = own();
    const emitted = objects.filter(({ apiVersion }) => apiVersion === 'cert-manager.io/v1');
    expect(emitted.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'Issuer chart-scaler-c842b52f-self-signed',
      'Certificate chart-scaler-c842b52f-ca',
      'Issuer chart-scaler-c842b52f-ca',
      'Certificate chart-scaler-c842b52f-server',
      'Certificate chart-scaler-c842b52f-keda',
    ]);
    expect(new CrdSchemas().errorsOf(emitted)).toEqual([]);
  });

  test('the certificate of the scaler names the host that KEDA calls', () => {
    const objects = own();
    expect(objects.one('ScaledObject').spec.triggers[0].metadata.scalerAddress).toBe(`${HOST}:6000`);
    expect(objects.one('Certificate', '-server').spec).toEqual({
      secretName: serverSecretOf(objects),
      issuerRef: { name: 'chart-scaler-c842b52f-ca', kind: 'Issuer', group: 'cert-manager.io' },
      dnsNames: [HOST, 'chart-scaler-c842b52f.ml-platform.svc'],
      usages: ['digital signature', 'server auth'],
      duration: '7776000s',
      renewBefore: '2592000s',
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
    });
  });

  test("KEDA's certificate is for clients, and lives long: push streams take up a renewed one late", () => {
    const objects = own();
    const { secretName, ...spec } = objects.one('Certificate', '-keda').spec;
    expect(clientSecretOf(objects).map(({ name }: Manifest) => name)).toEqual([secretName, secretName, secretName]);
    expect(spec).toEqual({
      issuerRef: { name: 'chart-scaler-c842b52f-ca', kind: 'Issuer', group: 'cert-manager.io' },
      commonName: 'keda-operator',
      usages: ['digital signature', 'client auth'],
      duration: '31536000s',
      renewBefore: '10512000s',
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
    });
  });

  test('the CA is its own, and keeps its key: certificates from before and after its renewal trust each other', () => {
    const objects = own();
    expect(objects.one('Certificate', '-ca').spec).toEqual({
      secretName: 'chart-scaler-c842b52f-ca',
      issuerRef: { name: 'chart-scaler-c842b52f-self-signed', kind: 'Issuer', group: 'cert-manager.io' },
      isCA: true,
      commonName: 'chart-scaler-c842b52f-ca',
      duration: '315360000s',
      renewBefore: '105120000s',
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Never' },
    });
    expect(objects.one('Issuer', '-self-signed').spec).toEqual({ selfSigned: {} });
    expect(objects.one('Issuer', '-ca').spec).toEqual({ ca: { secretName: 'chart-scaler-c842b52f-ca' } });
  });

  test('an issuer of yours signs instead: then there is no CA', () => {
    const objects = synthesized({ tls: ScalerTls.certManager({ issuer: { name: 'vault', kind: 'VaultIssuer', group: 'example.com' } }) });
    expect(objects.objects.filter(({ kind }) => kind === 'Issuer')).toEqual([]);
    expect(certificates(objects).map(({ spec }) => spec.issuerRef)).toEqual(Array(2).fill({ name: 'vault', kind: 'VaultIssuer', group: 'example.com' }));
  });

  test("an issuer's kind and group are cert-manager's own by default", () => {
    const objects = synthesized({ tls: ScalerTls.certManager({ issuer: { name: 'ca' } }) });
    expect(objects.one('Certificate', '-server').spec.issuerRef).toEqual({ name: 'ca', kind: 'Issuer', group: 'cert-manager.io' });
  });

  test('both certificates live for as long as is said', () => {
    const objects = synthesized({ tls: ScalerTls.certManager({ serverDuration: Duration.hours(1), clientDuration: Duration.days(30) }) });
    expect(objects.one('Certificate', '-server').spec).toMatchObject({ duration: '3600s', renewBefore: '1200s' });
    expect(objects.one('Certificate', '-keda').spec).toMatchObject({ duration: '2592000s', renewBefore: '864000s' });
  });

  test('one certificate of KEDA serves all workers of a namespace, one more those of another', () => {
    const app = new App();
    const [platform, research] = ['ml-platform', 'research'].map((namespace) => new Chart(app, namespace, { namespace }));
    const scaler = newScaler(platform, { tls: ScalerTls.certManager({ issuer: { name: 'ca', kind: 'ClusterIssuer' } }) });
    const { nodePool } = newWorker(platform, { scaler });
    newWorker(platform, { scaler, nodePool }, 'second');
    newWorker(research, { scaler, nodePool });
    newWorker(research, { scaler, nodePool }, 'second');
    const keda = [platform, research].map((chart) => certificates(new Synthesized(chart)).filter(({ metadata }) => metadata.name.endsWith('-keda')));
    expect(keda.map((each) => each.map(({ metadata }) => metadata.namespace))).toEqual([['ml-platform'], ['research']]);
    const references = new Synthesized(research).objects.filter(({ kind }) => kind === 'TriggerAuthentication').flatMap(({ spec }) => spec.secretTargetRef);
    expect(new Set(references.map(({ name }) => name))).toEqual(new Set([keda[1][0].spec.secretName]));
  });

  test.each([
    ['its own CA', undefined, 'ml-platform-scaler-c861e2d8-ca'],
    ['an Issuer', { name: 'ca', kind: 'Issuer' }, 'ca'],
  ])('refuses a worker of another namespace with %s, which signs for one namespace only', (_, issuer, name) => {
    const app = new App();
    const [platform, research] = ['ml-platform', 'research'].map((namespace) => new Chart(app, namespace, { namespace }));
    const scaler = newScaler(platform, { tls: ScalerTls.certManager({ issuer }) });
    expect(() => newWorker(research, { scaler })).toThrow(
      `research/worker: scaler: got "ml-platform/scaler"; expected a scaler of the namespace research, because the Issuer ${name} of its certificates serves only ml-platform; `);
  });

  test('serves several scalers, each with certificates of its own', () => {
    const chart = newChart();
    const tls = ScalerTls.certManager();
    newScaler(chart, { tls });
    const other = newScaler(new Chart(chart, 'other', { namespace: 'ml-platform' }), { tls });
    expect(new Set([...chart.node.findAll(), other].filter(({ node }) => node.id === 'ServerCertificate')).size).toBe(2);
  });

  test.each([
    [{ serverDuration: Duration.minutes(59) }, 'chart/scaler: tls.serverDuration (seconds): got 3540; expected a whole number from 3600 to '],
    [{ clientDuration: Duration.minutes(59) }, 'chart/scaler: tls.clientDuration (seconds): got 3540; expected a whole number from 3600 to '],
    [{ serverDuration: Duration.millis(3_600_500) }, 'tls.serverDuration (seconds): got 3600.5'],
    [{ issuer: { name: '' } }, 'chart/scaler: tls.issuer.name: got ""; expected a non-empty string'],
  ])('refuses %j', (options, message) => {
    expect(() => newScaler(newChart(), { tls: ScalerTls.certManager(options) })).toThrow(message);
  });
});

describe('plain text', () => {
  test('has no certificate, and KEDA is told nothing of TLS', () => {
    const objects = synthesized({ tls: ScalerTls.none() });
    expect(serverSecretOf(objects)).toBeUndefined();
    expect(objects.objects.filter(({ kind }) => kind === 'TriggerAuthentication')).toEqual([]);
    expect(objects.one('ScaledObject').spec.triggers[0].metadata).not.toHaveProperty('enableTLS');
  });

  test('is warned of where nothing is said', () => {
    expect(warningsOf(() => newScaler(newChart(), { tls: undefined }))).toEqual([
      "chart/scaler: tls: got nothing; KEDA's calls cross the network in plain text, and whoever is in KEDA's namespace may call too; "
      + "make it with tls: ScalerTls.certManager(), as in new ExternalScaler(chart, 'scaler', { tls }), or with ScalerTls.none() if that is meant",
    ]);
  });

  test('is not warned of where it is said, nor is TLS', () => {
    expect(warningsOf(() => [ScalerTls.none(), ScalerTls.certManager()].forEach((tls) => newScaler(newChart(), { tls })))).toEqual([]);
  });
});
