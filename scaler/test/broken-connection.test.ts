import { connect } from 'node:net';
import { callFrame, dataFrame, PREFACE, SETTINGS, TOO_LONG } from './fuzz/frames';
import { memory, pause, ref, start } from './support';
import { EXTERNAL_SCALER_SERVICE } from '../src/external-scaler-proto';

/** In which a broken connection has to be gone, with all that was open on it. */
const GONE_WITHIN_MS = 12_000;

describe('a connection whose client has broken the protocol', () => {
  test('is dropped with its streams, though Node reads no further and so does not see that the client has gone', async () => {
    const scaler = await start();
    try {
      const client = connect(scaler.grpcPort, '127.0.0.1');
      const request = EXTERNAL_SCALER_SERVICE.StreamIsActive.requestSerialize(ref(memory()));
      client.write(Buffer.concat([PREFACE, SETTINGS, callFrame(1, 'StreamIsActive', false), dataFrame(1, request)]));
      await until(() => scaler.openStreams() === 1, 1000);
      client.write(TOO_LONG);
      await pause(100);
      client.destroy();
      await until(() => scaler.openStreams() === 0, GONE_WITHIN_MS);
    } finally {
      await scaler.stop();
    }
  }, 30_000);
});

async function until(reached: () => boolean, withinMs: number): Promise<void> {
  for (let waited = 0; !reached(); waited += 20) {
    expect(waited).toBeLessThan(withinMs);
    await pause(20);
  }
}
