/** One recorded conversation with a real core. */
export interface Scenario {
  readonly file: string;
  readonly name: string;
  readonly about: string;
  /** The settings that it needs, by their names in docs/core-contract.md, 'Settings'. */
  readonly core?: Readonly<Record<string, string | number>>;
}

export function loadScenarios(folder?: string): Scenario[];
export function replay(
  baseUrl: string,
  scenario: Scenario,
): Promise<{ readonly name: string; readonly differences: readonly object[] }>;
