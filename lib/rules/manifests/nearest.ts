/** Letters by which a misspelt name differs from what is meant. */
const MOST = 2;

/** The candidate that a misspelt name stands for: the one that differs by the fewest letters, two at most. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  return candidates.filter((candidate) => Math.abs(candidate.length - name.length) <= MOST)
    .map((candidate) => ({ candidate, letters: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ letters }) => letters <= MOST).sort((a, b) => a.letters - b.letters)[0]?.candidate;
}

/** Letters to exchange, add or take away until one word is the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      next.push(Math.min(row[j + 1] + 1, next[j] + 1, row[j] + (a[i] === b[j] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length];
}
