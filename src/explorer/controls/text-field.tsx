import type { InputHTMLAttributes, ReactNode } from 'react';

interface TextFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> {
  readonly label: ReactNode;
  readonly value: string;
  readonly onText: (text: string) => void;
}

/** A labelled field for one line of text. */
export function TextField({ label, onText, ...input }: TextFieldProps) {
  return (
    <label>
      <span>{label}</span>
      <input
        {...input}
        onChange={(event) => {
          onText(event.target.value);
        }}
      />
    </label>
  );
}
