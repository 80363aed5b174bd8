/** A contestant's process, as the program that measures sees it. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { type Job, type PrepareReply, type Request, replyMark, type Settings } from "./adapter.ts";

export interface Session {
  prepare(path: string, settings: Settings): Promise<PrepareReply>;
  losses(count: number, biases: 0 | 1 | 2): Promise<readonly number[]>;
  /** Milliseconds of single calls. */
  run(job: Job, ms: number): Promise<readonly number[]>;
  /** Ends the process. */
  end(): void;
}

export interface SessionOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A request that takes longer ends the process. */
  readonly limitMs: number;
}

/** Starts a process. A request fails with what the process wrote last. */
export function openSession({ command, args, env, limitMs }: SessionOptions): Session {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "pipe"] });
  const noise: string[] = [];
  const keep = (line: string) => noise.push(line) > 20 && noise.shift();
  let settle: ((reply: { result?: unknown; error?: string }) => void) | undefined;
  const lines = (stream: ChildProcess["stdout"], f: (line: string) => void) => {
    if (stream !== null) createInterface({ input: stream }).on("line", f);
  };
  lines(child.stdout, (line) => {
    if (line.startsWith(replyMark)) settle?.(JSON.parse(line.slice(replyMark.length)));
    else keep(line);
  });
  lines(child.stderr, keep);
  const fail = (why: string) => settle?.({ error: [why, ...noise].join("\n") });
  child.on("error", ({ message }) => fail(message));
  child.on("close", (code, signal) => fail(`it ended with ${signal ?? code}`));
  child.stdin.on("error", () => {}); // said by "close"

  async function ask<Result>(request: Request): Promise<Result> {
    const reply = await new Promise<{ result?: unknown; error?: string }>((resolve) => {
      const timer = setTimeout(() => {
        child.kill("SIGKILL");
        resolve({ error: `slow: no answer within ${limitMs / 1000} s` });
      }, limitMs);
      settle = (value) => {
        clearTimeout(timer);
        resolve(value);
      };
      if (child.exitCode !== null) fail(`it ended with ${child.exitCode}`);
      child.stdin.write(`${JSON.stringify(request)}\n`);
    });
    settle = undefined;
    if (reply.error !== undefined) throw new Error(reply.error);
    return reply.result as Result; // what child.ts and pytorch.py answer to this request
  }

  return {
    prepare: (path, settings) => ask({ ask: "prepare", path, settings }),
    losses: (count, biases) => ask({ ask: "losses", count, biases }),
    run: (job, ms) => ask({ ask: "run", job, ms }),
    end: () => child.kill("SIGKILL"),
  };
}
