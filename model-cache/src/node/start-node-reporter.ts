import { AgentPod } from './node-api';
import { NodeReporter } from './node-reporter';
import { refusal } from '../../../lib/contract/contract-error';
import { MODEL_CACHE_RUNTIME, ModelCacheConfig } from '../../../lib/contract/model-cache';
import { Log } from '../../../scaler/src/log';
import { Reporter, SILENT_REPORTER } from '../reporter';

/**
 * Whom the agent tells how far it is: the API server, with the pod's ServiceAccount, or nobody if the configuration does not ask for it.
 *
 * @throws Error if the downward API has not said which pod this is
 */
export function startNodeReporter(config: () => ModelCacheConfig, env: { readonly [name: string]: string | undefined }, log: Log): Reporter {
  const { node } = config();
  if (node === undefined) {
    return SILENT_REPORTER;
  }
  const pod = podOf(env);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the client is large, and nobody else needs it
  const { NodeApi } = require('./node-api') as typeof import('./node-api');
  return new NodeReporter(() => config().node ?? node, NodeApi.ofPod(pod), log);
}

function podOf(env: { readonly [name: string]: string | undefined }): AgentPod {
  const { nodeName, podNamespace, podName, podUid } = MODEL_CACHE_RUNTIME.env;
  const value = (name: string): string => {
    const found = env[name];
    if (found === undefined || found === '') {
      throw refusal(name, found, 'what the downward API says of the pod, because the configuration asks for reports on its node', `set ${name}, as ModelCacheDaemonSet does`);
    }
    return found;
  };
  return { node: value(nodeName), namespace: value(podNamespace), name: value(podName), uid: value(podUid) };
}
