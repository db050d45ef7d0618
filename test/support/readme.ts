import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const README = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');

/** The text of a section of the README. */
export function readmeSection(title: string): string {
  const [, text = ''] = README.split(`\n## ${title}\n`);
  const [own = ''] = text.split('\n## ');
  return own;
}

/** What the README says before its first section. */
export function readmeIntroduction(): string {
  const [introduction = ''] = README.split('\n## ');
  return introduction;
}

/** The code blocks of a section of the README, in their order. */
export function readmeBlocks(title: string, language: string): string[] {
  return blocksIn(readmeSection(title), language);
}

/** The code blocks of a text in Markdown. */
export function blocksIn(text: string, language: string): string[] {
  const blocks = text.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'));
  return [...blocks].map(([, code = '']) => code);
}
