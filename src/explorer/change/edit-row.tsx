import { TextField } from '../controls/text-field.tsx';
import { ADDITIONAL_CLAIM, controlOfEdit, type Edit } from './edits.ts';
import type { Writable } from './fields.ts';
import { ValueField } from './value-field.tsx';

interface EditRowProps {
  readonly edit: Edit;
  readonly writable: Writable;
  readonly fault: string | null;
  readonly onEdit: (edit: Edit) => void;
  /** Null: it is the only one. */
  readonly onDrop: (() => void) | null;
}

/** One claim of a change: which, and what is to become of it. */
export function EditRow({ edit, writable, fault, onEdit, onDrop }: EditRowProps) {
  const { description } = writable.fields.find(({ field }) => field === edit.field) ?? { description: null };
  return (
    <fieldset className="panel-edit" aria-invalid={fault !== null}>
      <legend className="panel-hidden">A claim to change</legend>
      <ClaimChoice edit={edit} writable={writable} onEdit={onEdit} />
      {description === null ? null : <p className="panel-hint">{description}</p>}
      {edit.field === ADDITIONAL_CLAIM ? <KeyField edit={edit} patterns={writable.patterns} onEdit={onEdit} /> : null}
      <label className="panel-check">
        <input
          type="checkbox"
          checked={edit.isRemoval}
          onChange={({ target }) => {
            onEdit({ ...edit, isRemoval: target.checked });
          }}
        />
        <span>Remove this claim</span>
      </label>
      {edit.isRemoval || edit.field === '' ? null : (
        <ValueField
          control={controlOfEdit(edit, writable)}
          texts={edit.texts}
          onTexts={(texts) => {
            onEdit({ ...edit, texts });
          }}
        />
      )}
      {fault === null ? null : <p className="panel-wrong">{fault}</p>}
      {onDrop === null ? null : (
        <button type="button" className="panel-link" onClick={onDrop}>
          Leave this one out
        </button>
      )}
    </fieldset>
  );
}

function ClaimChoice({ edit, writable, onEdit }: Pick<EditRowProps, 'edit' | 'writable' | 'onEdit'>) {
  return (
    <label>
      <span>Claim</span>
      <select
        value={edit.field}
        onChange={({ target }) => {
          onEdit({ ...edit, field: target.value, texts: {} });
        }}
      >
        <option value="">choose</option>
        {writable.fields.map(({ field }) => (
          <option key={field} value={field}>
            {field}
          </option>
        ))}
        {writable.patterns.length === 0 ? null : <option value={ADDITIONAL_CLAIM}>another claim …</option>}
      </select>
    </label>
  );
}

interface KeyFieldProps extends Pick<EditRowProps, 'edit' | 'onEdit'> {
  readonly patterns: readonly string[];
}

function KeyField({ edit, patterns, onEdit }: KeyFieldProps) {
  const allowed = patterns.includes('*') ? 'Key' : `Key: ${patterns.join(' or ')}`;
  return (
    <TextField
      label={allowed}
      value={edit.key}
      spellCheck={false}
      onText={(key) => {
        onEdit({ ...edit, key });
      }}
    />
  );
}
