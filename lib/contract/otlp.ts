import { refusal } from './contract-error';
import { Field, readHttpUrl } from './fields';

/** What the exporter adds to the base URL. */
const TRACES_PATH = '/v1/traces';

/** A URL that OTLP is sent to. Credentials stand in a Secret. */
export const otlpUrl: Field<string> = {
  isText: true,
  read: (path, value) => {
    readHttpUrl(path, value, {
      credentials: 'send them as headers, which come from a Secret',
      other: 'name what takes OTLP over HTTP, for example http://collector.observability:4318',
    });
    return value as string;
  },
};

/** The base URL of what takes OTLP over HTTP. The exporter adds a path to it. */
export const otlpEndpoint: Field<string> = {
  isText: true,
  read: (path, value) => {
    const accepted = otlpUrl.read(path, value);
    const { search, hash, pathname } = new URL(accepted);
    if (search !== '' || hash !== '' || pathname.replace(/\/$/, '').endsWith(TRACES_PATH)) {
      throw refusal(path, value, `a base URL, to which ${TRACES_PATH} is added, without query and fragment`, 'leave out what follows the base');
    }
    return accepted;
  },
};
