/** Measures the contestants of one workload in turns. */
import { type Job, jobs, type PrepareReply, type Settings } from "./adapter.ts";
import { type Agreement, agreementOf } from "./agreement.ts";
import type { Contestant } from "./contestants.ts";
import type { Session } from "./session.ts";
import type { Workload } from "./workloads.ts";

export interface Effort {
  /** How often everyone has a turn. */
  readonly rounds: number;
  /** How long a turn lasts; one call at least. */
  readonly turnMs: number;
  /** Who has used up this much time for a job sits out the rest of its rounds. */
  readonly jobMs: number;
  /** Turns before the first that counts. */
  readonly warmMs: number;
  /** Whoever is expected to need longer for a single step is left out. */
  readonly patienceMs: number;
}

/** Milliseconds of single calls, by round. */
export type Rounds = readonly (readonly number[])[];

export interface Measured {
  readonly contestant: Contestant;
  readonly settings: Settings;
  readonly versions: Readonly<Record<string, string>>;
  /** Empty where it did not take part; then `remark` says why. */
  readonly times: Readonly<Partial<Record<Job, Rounds>>>;
  readonly agreement?: Agreement;
  readonly remark?: string;
}

export interface Entrant {
  readonly contestant: Contestant;
  readonly settings: Settings;
  open(): Session;
}

interface Opened {
  readonly entrant: Entrant;
  readonly session: Session;
  readonly reply: PrepareReply;
}

interface Ready extends Opened {
  readonly agreement: Agreement;
}

const lossCount = 4;

/**
 * Prepares all entrants, compares their losses, and lets them take turns, job by job. Whoever fails is left out and
 * says why.
 *
 * @param path      of the workload's material
 * @param entrants  ours first: the others are compared with it
 * @param say       told what is going on
 */
export async function measure(
  workload: Workload,
  path: string,
  entrants: readonly Entrant[],
  effort: Effort,
  say: (text: string) => void,
): Promise<readonly Measured[]> {
  const isOurs = ({ entrant }: Opened) => entrant === entrants[0];
  const absent: Measured[] = [];
  const ready: Ready[] = [];
  const leaveOut = ({ contestant, settings }: Entrant, remark: string) =>
    absent.push({ contestant, settings, versions: {}, times: {}, remark });
  for (const entrant of entrants) {
    say(`${workload.name}: ${entrant.contestant.name} gets ready`);
    const session = entrant.open();
    try {
      const reply = await session.prepare(path, entrant.settings);
      if (reply.reason === undefined) {
        const one = { entrant, session, reply };
        ready.push({ ...one, agreement: await compare(one, [...ready, one].find(isOurs)) });
        continue;
      }
      leaveOut(entrant, reply.reason);
    } catch (error) {
      leaveOut(entrant, firstLine(error));
    }
    session.end();
  }
  const results: Measured[] = [];
  const times = new Map<Ready, Partial<Record<Job, Rounds>>>(ready.map((one) => [one, {}]));
  const failures = new Map<Ready, string>();
  for (const job of jobs) {
    say(`${workload.name}: ${job}`);
    const able = ready.filter((one) => one.reply.jobs.includes(job) && !failures.has(one));
    const taken = await takeTurns(job, able, effort, failures);
    for (const [one, rounds] of taken)
      if (rounds.length > 0) times.set(one, { ...times.get(one), [job]: rounds });
  }
  for (const one of ready) {
    const { entrant, reply, session, agreement } = one;
    session.end();
    const remark = failures.get(one) ?? reply.note;
    results.push({
      contestant: entrant.contestant,
      settings: entrant.settings,
      versions: reply.versions,
      times: times.get(one) ?? {},
      agreement,
      ...(remark !== undefined && { remark }),
    });
  }
  return [...results, ...absent];
}

/** Of the losses of those whose biases move otherwise than ours, the first only. */
async function compare(one: Opened, ours: Opened | undefined): Promise<Agreement> {
  const { biases } = one.reply;
  const theirs = await one.session.losses(lossCount, biases);
  const own = (await ours?.session.losses(lossCount, biases)) ?? [];
  return agreementOf(theirs, biases === 0 ? own.slice(0, 1) : own, one.entrant.contestant.tolerance);
}

async function takeTurns(
  job: Job,
  able: readonly Ready[],
  { rounds, turnMs, jobMs, warmMs }: Effort,
  failures: Map<Ready, string>,
): Promise<ReadonlyMap<Ready, Rounds>> {
  const taken = new Map<Ready, (readonly number[])[]>(able.map((one) => [one, []]));
  const spent = new Map<Ready, number>();
  const turn = async (one: Ready, ms: number): Promise<readonly number[]> => {
    if (failures.has(one) || (spent.get(one) ?? 0) > jobMs) return [];
    const start = performance.now();
    try {
      return await one.session.run(job, ms);
    } catch (error) {
      failures.set(one, firstLine(error));
      return [];
    } finally {
      spent.set(one, (spent.get(one) ?? 0) + performance.now() - start);
    }
  };
  for (const one of able) await turn(one, warmMs);
  for (const [one, ms] of spent) spent.set(one, ms > jobMs ? jobMs : 0); // who is slow has one turn that counts
  for (let round = 0; round < rounds; round++) {
    // Another one begins each time, so that nobody always follows the same neighbour.
    for (let i = 0; i < able.length; i++) {
      const one = able[(i + round) % able.length];
      if (one !== undefined) taken.get(one)?.push(await turn(one, turnMs));
    }
  }
  return taken;
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n")[0] ?? text;
}
