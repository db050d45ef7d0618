interface StepButtonsProps {
  /** What the next step of the form is called. */
  readonly next: string;
  readonly isDone: boolean;
  readonly isDisabled: boolean;
  readonly onClose: () => void;
}

/** The buttons of a form that is checked first and sent then. */
export function StepButtons({ next, isDone, isDisabled, onClose }: StepButtonsProps) {
  return (
    <div className="panel-buttons">
      {isDone ? null : (
        <button type="submit" className="panel-button panel-primary" disabled={isDisabled}>
          {next}
        </button>
      )}
      <button type="button" className="panel-button" onClick={onClose}>
        {isDone ? 'Close' : 'Cancel'}
      </button>
    </div>
  );
}
