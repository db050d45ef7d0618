import type { Control, LeafControl } from './controls.ts';
import type { Texts } from './texts.ts';

interface ValueFieldProps {
  readonly control: Control;
  readonly texts: Texts;
  readonly onTexts: (texts: Texts) => void;
}

/** The field for a value, or one for each of its members. */
export function ValueField({ control, texts, onTexts }: ValueFieldProps) {
  const parts = control.kind === 'members' ? control.members : [{ name: '', control, isRequired: true }];
  return parts.map(({ name, control: leaf, isRequired }) => (
    <label key={name}>
      <span>{name === '' ? labelOf(leaf) : `${name}${isRequired ? '' : ' (may be empty)'}`}</span>
      <LeafField
        control={leaf}
        text={texts[name] ?? ''}
        onText={(text) => {
          onTexts({ ...texts, [name]: text });
        }}
      />
    </label>
  ));
}

interface LeafFieldProps {
  readonly control: LeafControl;
  readonly text: string;
  readonly onText: (text: string) => void;
}

function LeafField({ control, text, onText }: LeafFieldProps) {
  const onChange = ({ target }: { readonly target: { readonly value: string } }): void => {
    onText(target.value);
  };
  switch (control.kind) {
    case 'choice':
      return <Choice value={text} onChange={onChange} options={control.options.map((one) => [one, one])} />;
    case 'flag':
      return <Choice value={text} onChange={onChange} options={YES_NO} />;
    case 'lines':
    case 'json':
      return <textarea value={text} onChange={onChange} rows={control.kind === 'json' ? 5 : 3} spellCheck={false} />;
    case 'number':
      return <input value={text} onChange={onChange} inputMode="decimal" />;
    case 'text':
      return <input value={text} onChange={onChange} maxLength={control.maxLength ?? undefined} />;
    case 'any':
      return <input value={text} onChange={onChange} spellCheck={false} />;
  }
}

const YES_NO = [
  ['true', 'yes'],
  ['false', 'no'],
] as const;

interface ChoiceProps {
  readonly value: string;
  readonly onChange: (event: { readonly target: { readonly value: string } }) => void;
  readonly options: readonly (readonly [value: string, words: string])[];
}

function Choice({ value, onChange, options }: ChoiceProps) {
  return (
    <select value={value} onChange={onChange}>
      <option value="">choose</option>
      {options.map(([one, words]) => (
        <option key={one} value={one}>
          {words}
        </option>
      ))}
    </select>
  );
}

function labelOf({ kind }: LeafControl): string {
  switch (kind) {
    case 'lines':
      return 'Values, one a line';
    case 'json':
      return 'Value, as JSON';
    case 'any':
      return 'Value: a text, or JSON such as 12, true or ["a"]';
    case 'choice':
    case 'flag':
    case 'number':
    case 'text':
      return 'Value';
  }
}
