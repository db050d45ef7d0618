import { TextField } from './text-field.tsx';

interface ReasonFieldProps {
  readonly value: string;
  readonly onText: (text: string) => void;
}

/** Why claims are changed: it stands in the history. */
export function ReasonField({ value, onText }: ReasonFieldProps) {
  return <TextField label="Why, for the history (optional)" value={value} onText={onText} maxLength={500} />;
}
