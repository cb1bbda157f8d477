import { once } from 'events';
import { AddressInfo, createServer, Socket } from 'net';
import { Keda, start, timed } from './support';
import { Timed } from '../../conformance/src/keda/timed';
import { ConnectionConfig } from '../../lib/contract';
import { GetMetricsResponse, ScaledObjectRef } from '../src/external-scaler-proto';

/** What a web server says to those who speak no HTTP. */
export const GARBAGE = 'HTTP/1.1 400 Bad Request\r\n\r\n';

/** What KEDA is told when the connection `jobs` leads to a server of another kind, which says `text` to everybody and then nothing. */
export async function pollStranger(
  text: string, connection: (port: number) => ConnectionConfig, about: ScaledObjectRef,
): Promise<Timed<GetMetricsResponse>> {
  const sockets: Socket[] = [];
  const stranger = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.write(text);
  }).listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  const scaler = await start({ connections: { jobs: connection((stranger.address() as AddressInfo).port) } });
  const keda = new Keda(scaler.grpcPort);
  const answer = await timed(() => keda.getMetrics(about));
  keda.close();
  await scaler.stop();
  stranger.close();
  sockets.forEach((socket) => socket.destroy());
  return answer;
}
