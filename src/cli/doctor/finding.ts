/** One line of the doctor: what was looked at, whether it is right, and what to do where it is not. */
export interface Finding {
  readonly level: 'right' | 'warning' | 'wrong';
  readonly part: string;
  readonly message: string;
}

type Say = (part: string, message: string) => Finding;

export const right: Say = (part, message) => ({ level: 'right', part, message });
export const warning: Say = (part, message) => ({ level: 'warning', part, message });
export const wrong: Say = (part, message) => ({ level: 'wrong', part, message });
