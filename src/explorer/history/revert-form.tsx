import { type SubmitEvent, useState } from 'react';
import type { z } from 'zod';

import { useExplorer } from '../context.ts';
import { Fault } from '../controls/fault.tsx';
import { ReasonField } from '../controls/reason-field.tsx';
import { StepButtons } from '../controls/step-buttons.tsx';
import { useAction } from '../controls/use-action.ts';
import { REVERT, revertShape } from './queries.ts';
import { Targets } from './targets.tsx';

type Answer = NonNullable<z.infer<typeof revertShape>['revertClaimsChange']>;

interface RevertFormProps {
  /** The id of the change. */
  readonly change: string;
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

/** Undoes a change: by a dry run first, and only then. */
export function RevertForm({ change, onChanged, onClose }: RevertFormProps) {
  const { ask } = useExplorer();
  const { isBusy, fault, run } = useAction();
  const [reason, setReason] = useState('');
  const [checked, setChecked] = useState<Answer | null>(null);
  const [done, setDone] = useState<Answer | null>(null);
  const send = (dryRun: boolean): void => {
    run(async () => {
      const input = { change, dryRun, reason: reason.trim() === '' ? null : reason };
      const { data, faults } = await ask(revertShape, REVERT, { input });
      const answer = data?.revertClaimsChange ?? null;
      (dryRun ? setChecked : setDone)(answer);
      if (!dryRun && answer !== null) onChanged();
      return faults[0]?.message ?? null;
    });
  };
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    send(checked === null);
  };
  return (
    <form className="panel-form panel-box" aria-label="Undo a change" onSubmit={submit}>
      <h4>Undo this change</h4>
      {done === null ? <ReasonField value={reason} onText={setReason} /> : null}
      <Said answer={done ?? checked} isDry={done === null} />
      <Fault text={fault} />
      <StepButtons
        next={checked === null ? 'Check' : 'Undo it'}
        isDone={done !== null}
        isDisabled={isBusy || isUseless(checked)}
        onClose={onClose}
      />
    </form>
  );
}

/** Nothing is left that could be undone. */
function isUseless(checked: Answer | null): boolean {
  return checked !== null && checked.targets.every(({ diffs }) => diffs.length === 0);
}

function Said({ answer, isDry }: { readonly answer: Answer | null; readonly isDry: boolean }) {
  if (answer === null) return null;
  return (
    <div className="panel-said" role="status">
      {[...new Set(answer.userErrors.map(({ message }) => message))].map((text) => (
        <Fault key={text} text={text} />
      ))}
      {answer.targets.length === 0 ? <p>There is nothing to undo.</p> : null}
      {answer.targets.length > 0 ? (
        <p>{isDry ? 'Nothing is written yet. This would happen:' : 'This happened:'}</p>
      ) : null}
      <Targets targets={answer.targets} isDry={isDry} />
    </div>
  );
}
