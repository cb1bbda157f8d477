import { createServer, Server } from 'http';
import { Broker, BrokerKind } from './broker';
import { freePort } from '../../../rehearsal/src/run/free-port';

/** A server of the tests' own: any server is one. */
export const httpJson: BrokerKind = {
  name: 'http',
  start: async (): Promise<Broker> => {
    const port = await freePort();
    let server: Server;
    let paused = false;
    let status = 200;
    const launch = async () => {
      server = createServer((_request, response) => {
        if (!paused) {
          response.writeHead(status).end('{"waiting":2,"inFlight":1}');
        }
      });
      await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    };
    const kill = async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    };
    await launch();
    return {
      server: {
        pause: () => {
          paused = true;
        },
        resume: () => {
          paused = false;
        },
        kill,
        launch,
      },
      port,
      connection: (seen) => ({ type: 'http', url: `http://127.0.0.1:${seen}` }),
      sources: [{ type: 'http-json', connection: 'http', path: '/', waiting: '/waiting', inFlight: '/inFlight' }],
      revoke: async () => {
        status = 401;
      },
      grant: async () => {
        status = 200;
      },
      stop: kill,
    };
  },
};
