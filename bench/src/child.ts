/** A process that runs one contestant: reads requests from standard input, answers on standard output. */
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { type Adapter, type Job, jobs, type Prepared, type Request, replyMark } from "./adapter.ts";
import { readMaterial } from "./material.ts";

/** A clock reading costs about 30 ns, and ticks in steps of a microsecond: a time is of so many calls that it lasts this long. */
const shortestMs = 0.25;

let adapter: Adapter | undefined;
let prepared: Prepared | undefined;
const repeats = new Map<Job, number>();

async function answer(request: Request): Promise<unknown> {
  switch (request.ask) {
    case "prepare": {
      adapter ??= await loadAdapter(process.argv[2] ?? "");
      const result = await adapter.prepare(readMaterial(request.path), request.settings);
      const { versions } = adapter;
      if ("reason" in result) return { versions, jobs: [], biases: 0, reason: result.reason };
      prepared = result;
      const { biases, note } = result;
      return { versions, jobs: jobs.filter((job) => result.jobs[job] !== undefined), biases, note };
    }
    case "losses":
      return prepared?.losses(request.count, request.biases);
    case "run": {
      const run = prepared?.jobs[request.job];
      return run === undefined ? [] : times(request.job, run, request.ms);
    }
    default:
      return request satisfies never;
  }
}

/** The module's `adapter`; its form is ours to keep, since all adapters lie in this folder. */
async function loadAdapter(path: string): Promise<Adapter> {
  const module: { readonly adapter: Adapter } = await import(pathToFileURL(path).href);
  return module.adapter;
}

/** Milliseconds of single calls, for about `ms`. */
async function times(job: Job, run: () => unknown, ms: number): Promise<readonly number[]> {
  const results: number[] = [];
  const end = performance.now() + ms;
  do {
    const count = repeats.get(job) ?? 1;
    const start = performance.now();
    for (let i = 0; i < count; i++) {
      const result = run();
      // A await costs a turn of the event loop, which jobs without promises should not pay.
      if (result instanceof Promise) await result;
    }
    const elapsed = performance.now() - start;
    if (elapsed >= shortestMs || results.length > 0) results.push(elapsed / count);
    if (elapsed < shortestMs) repeats.set(job, count * 2);
  } while (performance.now() < end || results.length === 0);
  return results;
}

for await (const line of createInterface({ input: process.stdin })) {
  const request: Request = JSON.parse(line);
  try {
    process.stdout.write(`${replyMark}${JSON.stringify({ result: await answer(request) })}\n`);
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stdout.write(`${replyMark}${JSON.stringify({ error: text })}\n`);
  }
}
process.exit(0);
