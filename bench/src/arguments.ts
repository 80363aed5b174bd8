/** The command line of `pnpm bench`. */
import { parseArgs } from "node:util";

export interface Arguments {
  readonly mode: "measure" | "profile" | "scaling" | "start";
  readonly quick: boolean;
  /** Parts of names of workloads; all if empty. */
  readonly only: readonly string[];
  /** Names of contestants beside ours; all if empty. */
  readonly peers: readonly string[];
  readonly threads: number;
  readonly fma: boolean;
  /** In seconds; as it suits the length of the run if left out. */
  readonly patience?: number;
  /** The Node that contestants run in: this one, or the newer one of the bench folder. */
  readonly node: "own" | "24";
  readonly json?: string;
  readonly markdown?: string;
  readonly help: boolean;
}

export const helpText = `pnpm bench: measures Seqloom and the alternatives, in turns, on this machine

  --quick            four workloads, few rounds: two minutes
  --only TEXT        workloads whose names hold this text; may be given more than once
  --peers A,B        these contestants only, beside Seqloom; none: Seqloom alone
  --threads N        for all that can use them; 1 if left out
  --node own|24      which Node runs them; 24 if left out, from the npm package that this folder installs
  --fma on|off       fused multiply-add in WebAssembly; on if left out (in Node 20 by a flag of V8)
  --patience S       leaves out who is expected to need longer to get ready and for a step; 15 if left out
  --json FILE        writes all rows
  --markdown FILE    writes tables for the documentation

  --profile          instead: time of each kernel in one training step of Seqloom
  --scaling          instead: step time against T, B, H, layers; compile time against the size of the graph
  --start            instead: from the start of the process to the end of the first training step
  --help
`;

/** @throws TypeError from parseArgs for unknown options, RangeError for values out of range */
export function readArguments(given: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: given.filter((text) => text !== "--"),
    options: {
      quick: { type: "boolean" },
      only: { type: "string", multiple: true },
      peers: { type: "string" },
      threads: { type: "string" },
      node: { type: "string" },
      fma: { type: "string" },
      patience: { type: "string" },
      json: { type: "string" },
      markdown: { type: "string" },
      profile: { type: "boolean" },
      scaling: { type: "boolean" },
      start: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  const threads = Number(values.threads ?? 1);
  if (!Number.isInteger(threads) || threads < 1) {
    throw new RangeError(`--threads ${values.threads}: give a whole number from 1`);
  }
  const patience = values.patience === undefined ? undefined : Number(values.patience);
  if (patience !== undefined && !(patience > 0)) {
    throw new RangeError(`--patience ${values.patience}: give seconds above 0`);
  }
  const { json, markdown } = values;
  const modes = (["profile", "scaling", "start"] as const).filter((mode) => values[mode]);
  if (modes.length > 1) throw new RangeError(`--${modes.join(" and --")}: one at a time`);
  return {
    mode: modes[0] ?? "measure",
    quick: values.quick ?? false,
    only: values.only ?? [],
    peers: values.peers?.split(",") ?? [],
    threads,
    fma: oneOf("--fma", values.fma ?? "on", ["on", "off"]) === "on",
    node: oneOf("--node", values.node ?? "24", ["own", "24"]),
    help: values.help ?? false,
    ...(patience !== undefined && { patience }),
    ...(json !== undefined && { json }),
    ...(markdown !== undefined && { markdown }),
  };
}

function oneOf<Choice extends string>(option: string, value: string, choices: readonly Choice[]): Choice {
  const choice = choices.find((text) => text === value);
  if (choice === undefined) throw new RangeError(`${option} ${value}: use ${choices.join(" or ")}`);
  return choice;
}
