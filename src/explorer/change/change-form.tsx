import type { ReactNode, SubmitEvent } from 'react';

import { Fault } from '../controls/fault.tsx';
import { ReasonField } from '../controls/reason-field.tsx';
import { StepButtons } from '../controls/step-buttons.tsx';
import type { ChangeAnswer } from './answer.ts';
import { EditRow } from './edit-row.tsx';
import type { Writable } from './fields.ts';
import { Outcomes } from './outcomes.tsx';
import type { Change } from './use-change.ts';

interface ChangeFormProps {
  readonly title: string;
  readonly change: Change;
  readonly writable: Writable;
  /** What else there is to say of the change. */
  readonly children?: ReactNode;
  readonly onClose: () => void;
}

/** A change of claims: entered, checked by a dry run, and only then sent. */
export function ChangeForm({ title, change, writable, children, onClose }: ChangeFormProps) {
  const { checked, done } = change;
  const isDone = isClean(done);
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (isClean(checked)) change.apply();
    else change.check();
  };
  return (
    <form className="panel-form panel-box" aria-label={title} onSubmit={submit} ref={focusFirst}>
      <h4>{title}</h4>
      {isDone ? null : <EditRows change={change} writable={writable} />}
      {isDone ? null : children}
      {isDone ? null : <ReasonField value={change.reason} onText={change.setReason} />}
      <Said answer={checked} isDry />
      <Said answer={done} isDry={false} />
      <Fault text={change.fault} />
      <StepButtons
        next={isClean(checked) ? 'Apply' : 'Check'}
        isDone={isDone}
        isDisabled={change.isBusy}
        onClose={onClose}
      />
    </form>
  );
}

/** Where a form opens, whoever opened it goes on there. */
function focusFirst(form: HTMLFormElement | null): void {
  form?.querySelector('select')?.focus();
}

function EditRows({ change, writable }: Pick<ChangeFormProps, 'change' | 'writable'>) {
  const { edits, faults, setEdits, newEdit } = change;
  return (
    <>
      {edits.map((edit, at) => {
        const drop = (): void => {
          setEdits(edits.toSpliced(at, 1));
        };
        return (
          <EditRow
            key={edit.id}
            edit={edit}
            writable={writable}
            fault={faults.get(edit.id) ?? null}
            onEdit={(next) => {
              setEdits(edits.with(at, next));
            }}
            onDrop={edits.length === 1 ? null : drop}
          />
        );
      })}
      <button
        type="button"
        className="panel-link"
        onClick={() => {
          setEdits([...edits, newEdit()]);
        }}
      >
        One more claim
      </button>
    </>
  );
}

function Said({ answer, isDry }: { readonly answer: ChangeAnswer | null; readonly isDry: boolean }) {
  if (answer === null) return null;
  return (
    <div className="panel-said" role="status">
      {answer.faults.map((text) => (
        <Fault key={text} text={text} />
      ))}
      {isDry && isClean(answer) ? <p>Nothing is written yet. This would happen:</p> : null}
      {answer.outcomes.length > 0 ? <Outcomes outcomes={answer.outcomes} isDry={isDry} /> : null}
    </div>
  );
}

function isClean(answer: ChangeAnswer | null): boolean {
  return answer !== null && answer.faults.length === 0;
}
