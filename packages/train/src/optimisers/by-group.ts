/** Different settings for different parameters. */
import { internalFault, SeqError } from "@seqloom/diagnostic";
import type { Params } from "@seqloom/nn";
import { mul, type Tree } from "@seqloom/ops";
import type { Optimiser } from "../optimiser.ts";

export interface ParameterGroup {
  /** Which parameters, by path; everything that no earlier group took if left out. */
  readonly match?: (path: string) => boolean;
  readonly optimiser: Optimiser;
}

/** The states of the groups, in their order. */
export type GroupState = { readonly groups: readonly Tree[] };

/**
 * Gives each parameter to the optimiser of the first group that matches it.
 *
 * The rate of the whole is the first one that is not 0; a schedule moves all rates by the same factor.
 *
 * @throws SeqError "group-none" without a group; from init and update "group-missing" for a parameter no group takes
 * @example
 * byGroup([
 *   { match: (path) => path.includes("bias"), optimiser: adamW({ rate: 1e-3, decay: 0 }) },
 *   { optimiser: adamW({ rate: 1e-3, decay: 0.1 }) },
 * ])
 */
export function byGroup(groups: readonly ParameterGroup[]): Optimiser<GroupState> {
  const [first] = groups;
  if (first === undefined) {
    throw new SeqError("group-none", "byGroup: there is no group", { help: "give at least one optimiser" });
  }
  const rate = groups.map((group) => group.optimiser.rate).find((own) => own !== 0) ?? 0;
  return {
    kind: `byGroup(${groups.map((group) => group.optimiser.kind).join(", ")})`,
    rate,
    init: (params) => ({
      groups: groups.map(({ optimiser }, i) => optimiser.init(partOf(params, groups, i))),
    }),
    update(params, gradients, state, currentRate, momentum) {
      const updates = groups.map(({ optimiser }, i) => {
        const own = state.groups[i];
        if (own === undefined) throw internalFault(`group ${i} lost its state`);
        const ratio = rate === 0 ? 1 : optimiser.rate / rate;
        const share = typeof currentRate === "number" ? currentRate * ratio : mul(currentRate, ratio);
        return optimiser.update(
          partOf(params, groups, i),
          partOf(gradients, groups, i),
          own,
          share,
          momentum,
        );
      });
      return {
        params: Object.assign({ ...params }, ...updates.map((update) => update.params)),
        state: { groups: updates.map((update) => update.state) },
      };
    },
  };
}

function partOf(params: Params, groups: readonly ParameterGroup[], index: number): Params {
  return Object.fromEntries(Object.entries(params).filter(([path]) => groupOf(path, groups) === index));
}

function groupOf(path: string, groups: readonly ParameterGroup[]): number {
  const index = groups.findIndex(({ match }) => match === undefined || match(path));
  if (index >= 0) return index;
  throw new SeqError("group-missing", `no group takes parameter ${path}`, {
    help: "add a last group without match",
    details: { path },
  });
}
