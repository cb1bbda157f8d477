/** The code blocks of a page in Markdown: without the indentation of the list that a block is in; of a shell command, what it hands to kubectl. */
export function codeBlocks(page: string): string[] {
  return [...page.matchAll(/^([ \t]*)```.*\n([\s\S]*?)^[ \t]*```/gm)].map(([, indentation, block]) => {
    const text = block.replace(new RegExp(`^${indentation}`, 'gm'), '');
    return /<<-?\s*['"]?(\w+)['"]?.*\n([\s\S]*?)\n\s*\1/.exec(text)?.[2] ?? text;
  });
}
