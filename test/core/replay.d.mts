export interface Scenario {
  readonly name: string;
  readonly core?: Readonly<Record<string, unknown>>;
}

export function loadScenarios(folder?: string): readonly Scenario[];
export function replay(baseUrl: string, scenario: Scenario): Promise<{ readonly differences: readonly object[] }>;
