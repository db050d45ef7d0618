import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const README = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');

/** The text of a section of the README. */
export function readmeSection(title: string): string {
  const [, text = ''] = README.split(`\n## ${title}\n`);
  const [own = ''] = text.split('\n## ');
  return own;
}

/** The code blocks of a section of the README, in their order. */
export function readmeBlocks(title: string, language: string): string[] {
  const blocks = readmeSection(title).matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'));
  return [...blocks].map(([, code = '']) => code);
}
