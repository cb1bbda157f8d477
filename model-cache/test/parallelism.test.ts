import { Parallelism } from '../src/fetch/parallelism';

test('when fewer connections are wanted, as many leave as are too many, also if they look at the same time', async () => {
  const parallelism = new Parallelism(4, () => 0);
  let parts = 100;
  let left = 0;
  let slowed = false;
  await parallelism.run(async (leave) => {
    while (parts > 0) {
      await new Promise(process.nextTick);
      if (!slowed) {
        slowed = true;
        parallelism.slowDown();
        parallelism.slowDown();
      }
      if (leave()) {
        left++;
        return;
      }
      parts--;
    }
  });
  parallelism.close();
  expect([parts, left]).toEqual([0, 3]);
});
