/** Outcomes as Markdown. */
import type { Finding, Verdict } from "./judge.ts";
import type { Outcome } from "./run-experiment.ts";

/** A table of all outcomes, then the claims of each with what was measured. */
export function outcomesMarkdown(outcomes: readonly Outcome[]): string {
  return [
    "| # | experiment | seconds a seed | claims that held | outcome |",
    "| --: | --- | --: | --: | --- |",
    ...outcomes.map(outcomeRow),
    ...outcomes.flatMap(outcomeSection),
  ].join("\n");
}

function outcomeRow({ experiment, secondsPerSeed, verdicts, isAsStated }: Outcome): string {
  const held = verdicts.filter(({ holds }) => holds).length;
  const outcome = isAsStated ? "as stated" : "**differs**";
  const { number, title } = experiment;
  return `| ${number} | ${title} | ${secondsPerSeed.toFixed(1)} | ${held} of ${verdicts.length} | ${outcome} |`;
}

function outcomeSection({ experiment, verdicts, isAsStated, seeds }: Outcome): readonly string[] {
  const { number, title, conclusion } = experiment;
  return [
    "",
    `### ${number}. ${title}`,
    "",
    `| claim | measured on seeds ${seeds.join(", ")} | wanted | held on |`,
    "| --- | --- | --- | --- |",
    ...verdicts.map(verdictRow),
    "",
    isAsStated
      ? `This shows: ${conclusion}`
      : `The outcome differs from the claims, so the conclusion is not drawn ("${conclusion}").`,
  ];
}

function verdictRow({ claim, findings, held, of, holds }: Verdict): string {
  const measured = `${claim.run}, ${claim.figure}: ${findings.map(({ value }) => formatFigure(value)).join(", ")}`;
  const wanted = [limits(findings, "above"), limits(findings, "below")].filter((text) => text !== "");
  const amount = claim.seeds === "some" ? ", on some seeds, not on all" : "";
  const count = `${held} of ${of}`;
  return `| ${claim.says} | ${measured} | ${wanted.join(", ")}${amount} | ${holds ? count : `**${count}**`} |`;
}

/** `below 0.01`; seed by seed where the limit is itself measured. */
function limits(findings: readonly Finding[], side: "above" | "below"): string {
  const values = findings.flatMap((finding) => finding[side] ?? []).map(formatFigure);
  return values.length === 0
    ? ""
    : `${side} ${[...new Set(values)].length === 1 ? values[0] : values.join(", ")}`;
}

/** Three digits; whole numbers as they are; "never" for steps that did not come. */
export function formatFigure(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "never";
  if (Number.isNaN(value)) return "none";
  const size = Math.abs(value);
  if (size >= 1e7 || (size > 0 && size < 1e-3)) return value.toExponential(1);
  return Number.isInteger(value) ? value.toLocaleString("en") : Number(value.toPrecision(3)).toString();
}
