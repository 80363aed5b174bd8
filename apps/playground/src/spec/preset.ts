/** What the playground offers to begin with. */

export interface PresetWords {
  readonly title: string;
  readonly goal: string;
  /** To be answered before it runs. */
  readonly ask: string;
  readonly choices: readonly string[];
  /** One thing to change. */
  readonly change: string;
}

export interface Preset extends PresetWords {
  readonly id: string;
  readonly number: number;
  readonly text: string;
}
