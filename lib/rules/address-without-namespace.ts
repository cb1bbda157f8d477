import { Rule } from './rule';

/** Where triggers name a host. */
const ADDRESSES = ['serverAddress', 'scalerAddress', 'address', 'host', 'url', 'natsServerMonitoringEndpoint', 'bootstrapServers', 'endpoint'];

/** What stands for a host; a bare name of lower-case letters is a Service's. */
const SERVICE_NAME = /^(?:[a-z]+:\/\/)?(?:\/\/\/)?(?:[^@/]*@)?([a-z][a-z0-9-]*)(?::\d+)?(?:\/.*)?$/;

export const addressWithoutNamespace: Rule = {
  name: 'address-without-namespace',
  severity: 'warning',
  summary: 'a trigger that names a Service without its namespace',
  why: "KEDA's operator resolves the name, in its own namespace: it finds nothing, or somebody else's Service.",
  incident: 'https://github.com/kedacore/keda/issues/5442',
  check: ({ scalers }) => scalers.filter(({ namespace }) => namespace !== 'keda').flatMap((scaler) => scaler.triggers
    .flatMap((trigger) => ADDRESSES.flatMap((key) => {
      const host = SERVICE_NAME.exec(trigger.metadata[key] ?? '')?.[1];
      return host === undefined || host === 'localhost' ? []
        : [scaler.violation(trigger.at(key), 'a name with its namespace', `write ${host}.NAMESPACE.svc.cluster.local`)];
    }))),
};
