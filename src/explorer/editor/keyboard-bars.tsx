import { pick, useGraphiQL } from '@graphiql/react';
import { useEffect } from 'react';

const STEP = 0.05;
const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -STEP, ArrowRight: STEP };
/** Where GraphiQL keeps the widths; the first bar stands between panel and editor, the second one before the response. */
const STORAGE_KEYS = ['docExplorerFlex', 'editorFlex'];
const LABELS = ['Width of the panel', 'Width of the editor'];

/** Makes the bars between GraphiQL's columns move by the arrow keys as well; GraphiQL has the mouse alone. */
export function KeyboardBars() {
  const { visiblePlugin, storage } = useGraphiQL(pick('visiblePlugin', 'storage'));
  useEffect(() => {
    const bars = [...document.querySelectorAll<HTMLElement>('.graphiql-horizontal-drag-bar')];
    const isPanelShown = visiblePlugin !== null;
    const undo = bars.map((bar, at) => {
      const which = isPanelShown ? at : at + 1;
      return moveByKeys(bar, LABELS[which] ?? '', (flex) => {
        storage.set(STORAGE_KEYS[which] ?? '', flex);
      });
    });
    return () => {
      for (const one of undo) one();
    };
  }, [visiblePlugin, storage]);
  return null;
}

function moveByKeys(bar: HTMLElement, label: string, keep: (flex: string) => void): () => void {
  const first = bar.previousElementSibling;
  const second = bar.nextElementSibling;
  if (!(first instanceof HTMLElement) || !(second instanceof HTMLElement)) return () => undefined;
  const share = (): number => first.clientWidth / (first.clientWidth + second.clientWidth);
  const tell = (): void => {
    bar.setAttribute('aria-valuenow', String(Math.round(share() * 100)));
  };
  const move = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.min(0.8, Math.max(0.15, share() + step));
    first.style.flex = String(next / (1 - next));
    keep(first.style.flex);
    tell();
  };
  for (const [name, value] of [...ATTRIBUTES, ['aria-label', label] as const]) bar.setAttribute(name, value);
  tell();
  // The mouse may have moved it, and the editors came after it.
  bar.addEventListener('focus', tell);
  bar.addEventListener('keydown', move);
  return () => {
    bar.removeEventListener('focus', tell);
    bar.removeEventListener('keydown', move);
  };
}

const ATTRIBUTES = [
  ['role', 'separator'],
  ['tabindex', '0'],
  ['aria-orientation', 'vertical'],
] as const;
