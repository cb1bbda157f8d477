/** The candidate that a misspelt name stands for: the one that differs by the fewest letters, two at most. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  return candidates.map((candidate) => ({ candidate, letters: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ letters }) => letters <= 2).sort((a, b) => a.letters - b.letters)[0]?.candidate;
}

/** Letters to exchange, add or take away until one word is the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    row = row.reduce<number[]>((next, above, j) => [...next, j === 0 ? i + 1
      : Math.min(above + 1, next[j - 1] + 1, row[j - 1] + (letter === b[j - 1] ? 0 : 1))], []);
  }
  return row[b.length];
}
