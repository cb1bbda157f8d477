import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { describeWithRedis, RedisServer } from '../../../test/support/redis-server';
import { PlayedWorker } from '../../src/run/played-worker';
import { RecordedJob, RecordedPod } from '../../src/run/recording';
import { WorkQueue } from '../../src/run/work-queue';

describeWithRedis('played workers on a real Redis', () => {
  let server: RedisServer;
  let client: Redis;
  let queue: WorkQueue;
  const workers: PlayedWorker[] = [];

  beforeEach(async () => {
    server = await RedisServer.start(['--appendonly', 'yes', '--appendfsync', 'always']);
    client = server.client({ retryStrategy: () => 50, maxRetriesPerRequest: null });
    queue = new WorkQueue(client, 'jobs', 'workers');
    await queue.create();
  });
  afterEach(async () => {
    workers.splice(0).forEach((worker) => worker.kill());
    client.disconnect();
    await server.stop();
  });

  const began = Date.now();
  const now = () => (Date.now() - began) / 1000;

  async function add(...services: number[]): Promise<RecordedJob[]> {
    const jobs: RecordedJob[] = services.map((service) => ({ arrival: now(), service, kills: 0 }));
    for (const job of jobs) {
      await queue.add(job);
    }
    return jobs;
  }

  function start(name: string, concurrency: number = 1, speed: number = 1): { readonly worker: PlayedWorker; readonly pod: RecordedPod } {
    const pod: RecordedPod = { name, gpus: 1, created: now() };
    const worker = new PlayedWorker(pod, queue, { concurrency, speed, now });
    workers.push(worker);
    return { worker, pod };
  }

  async function eventually(what: () => boolean | Promise<boolean>): Promise<void> {
    for (let waited = 0; !await what(); waited++) {
      if (waited > 200) {
        throw new Error('not within 10 s');
      }
      await sleep(50);
    }
  }

  test('jobs are waiting, then in flight, then gone', async () => {
    const [job] = await add(0.5);
    expect(await queue.depth()).toEqual({ waiting: 1, inFlight: 0 });
    const { pod } = start('a');
    await eventually(() => job.started !== undefined);
    expect(await queue.depth()).toEqual({ waiting: 0, inFlight: 1 });
    await eventually(async () => (await queue.depth()).inFlight === 0);
    expect(job.done! - job.started!).toBeGreaterThanOrEqual(0.49);
    expect(job.kills).toBe(0);
    expect(pod.busy).toBeCloseTo(0.5, 0);
  });

  test.each([[1, 1], [3, 3]])('with a concurrency of %d it has %d jobs at most', async (concurrency, most) => {
    const jobs = await add(0.3, 0.3, 0.3, 0.3, 0.3, 0.3);
    start('a', concurrency);
    let seen = 0;
    await eventually(async () => {
      seen = Math.max(seen, (await queue.depth()).inFlight);
      return jobs.every(({ done }) => done !== undefined);
    });
    expect(seen).toBe(most);
  });

  test('busy time is the time with a job, not the sum of the jobs', async () => {
    const jobs = await add(0.5, 0.5, 0.5);
    const { worker, pod } = start('a', 3);
    await eventually(() => jobs.every(({ done }) => done !== undefined));
    await sleep(300);
    worker.account();
    expect(pod.busy).toBeGreaterThan(0.45);
    expect(pod.busy).toBeLessThan(0.75);
  });

  test('the speed divides the work', async () => {
    const [job] = await add(20);
    start('a', 1, 100);
    const asked = Date.now();
    await eventually(() => job.done !== undefined);
    expect(Date.now() - asked).toBeLessThan(1500);
  });

  test('on SIGTERM it finishes what it has and takes nothing more', async () => {
    const jobs = await add(0.5, 0.5);
    const { worker } = start('a');
    await eventually(() => jobs[0].started !== undefined);
    await worker.drain();
    expect(jobs[0].done).toBeDefined();
    await sleep(300);
    expect(jobs[1].started).toBeUndefined();
    expect(await queue.depth()).toEqual({ waiting: 1, inFlight: 0 });
  });

  test('on SIGKILL its jobs are lost, and another worker does them again', async () => {
    const [job] = await add(0.5);
    const { worker } = start('a');
    await eventually(() => job.started !== undefined);
    expect(worker.kill()).toBe(1);
    expect(job).toMatchObject({ kills: 1 });
    expect(await queue.depth()).toEqual({ waiting: 0, inFlight: 1 });
    start('b');
    await eventually(async () => (await queue.depth()).inFlight === 0);
    expect(job.done).toBeDefined();
    expect(job.kills).toBe(1);
  });

  test('killed while it is idle it loses nothing', async () => {
    const { worker } = start('a');
    await sleep(100);
    expect(worker.kill()).toBe(0);
    const [job] = await add(0.1);
    await sleep(300);
    expect(job.started).toBeUndefined();
  });

  test('one that is killed while Redis is away takes no job when it is back', async () => {
    const { worker } = start('a');
    await sleep(200);
    await server.kill();
    worker.kill();
    await server.launch();
    const [job] = await add(0.1);
    await sleep(500);
    expect(job).toEqual({ arrival: job.arrival, service: 0.1, kills: 0 });
    start('b');
    await eventually(() => job.done !== undefined);
    expect(job.kills).toBe(0);
  });

  test('a delivery whose answer was lost is found and done', async () => {
    const [job] = await add(0.1);
    await client.xreadgroup('GROUP', 'workers', 'lost', 'COUNT', 1, 'STREAMS', 'jobs', '>');
    expect(await queue.depth()).toEqual({ waiting: 0, inFlight: 1 });
    start('a');
    await eventually(async () => job.done !== undefined && (await queue.depth()).inFlight === 0);
    expect(job.kills).toBe(0);
  });

  test('a job that was sent twice is done once', async () => {
    const [job] = await add(0.2);
    await client.xadd('jobs', '*', 'job', 0, 'service', 0.2);
    start('a', 2);
    await eventually(async () => {
      const { waiting, inFlight } = await queue.depth();
      return job.done !== undefined && waiting + inFlight === 0;
    });
    expect(job.done! - job.started!).toBeLessThan(0.4);
  });

  test('a Redis that goes away in the middle costs no job', async () => {
    const jobs = await add(...Array.from({ length: 30 }, () => 0.1));
    start('a', 2);
    start('b', 2);
    await eventually(() => jobs.some(({ done }) => done !== undefined));
    await server.kill();
    await sleep(300);
    await server.launch();
    await eventually(async () => {
      const { waiting, inFlight } = await queue.depth();
      return jobs.every(({ done }) => done !== undefined) && waiting + inFlight === 0;
    });
    expect(jobs.reduce((sum, { kills }) => sum + kills, 0)).toBe(0);
  });
});
