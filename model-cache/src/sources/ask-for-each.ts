/** Requests under way at the same time, for what is asked of each file. */
const AT_ONCE = 8;

/** Asks something for each item, a few at a time; the answers come in the items' order. */
export async function askForEach<T, U>(items: readonly T[], ask: (item: T) => Promise<U>): Promise<U[]> {
  const answers = new Array<U>(items.length);
  let next = 0;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (next < items.length) {
      const index = next++;
      answers[index] = await ask(items[index]);
    }
  }));
  return answers;
}
