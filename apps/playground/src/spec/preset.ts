/** What the playground offers to begin with. */

export interface Preset {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly goal: string;
  /** To be answered before it runs. */
  readonly ask: string;
  readonly choices: readonly string[];
  /** One thing to change. */
  readonly change: string;
  readonly text: string;
}
