import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** The text of a section of a page: the README, or one in `docs/`. */
export function section(title: string, page = 'README.md'): string {
  const [, text] = readFileSync(join(ROOT, page), 'utf8').split(`\n## ${title}\n`);
  if (text === undefined) throw new Error(`${page} has no section ${title}`);
  const [own = ''] = text.split('\n## ');
  return own;
}

/** The code blocks of a section, in their order. */
export function codeBlocks(title: string, language: string, page = 'README.md'): string[] {
  const blocks = section(title, page).matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'));
  return [...blocks].map(([, code = '']) => code);
}
