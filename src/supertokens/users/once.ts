/** The function, whose promise for the same arguments is kept. */
export function once<Arguments extends readonly string[], Result>(
  ask: (...given: Arguments) => Promise<Result>,
): (...given: Arguments) => Promise<Result> {
  const answers = new Map<string, Promise<Result>>();
  return (...given) => {
    const key = JSON.stringify(given);
    const answer = answers.get(key) ?? ask(...given);
    answers.set(key, answer);
    return answer;
  };
}
