import { expect, it } from "vitest";
import { readArguments } from "./arguments.ts";

it("measures everything on one thread with fused multiply-add unless told otherwise", () => {
  expect(readArguments([])).toEqual({
    mode: "measure",
    quick: false,
    only: [],
    peers: [],
    threads: 1,
    fma: true,
    node: "24",
    help: false,
  });
});

it("takes what pnpm puts before the arguments", () => {
  expect(readArguments(["--", "--only", "gru", "--only", "rnn", "--peers", "torch,jax-js"])).toMatchObject({
    only: ["gru", "rnn"],
    peers: ["torch", "jax-js"],
  });
});

it("names the value that is wrong and what would be right", () => {
  expect(() => readArguments(["--fma", "maybe"])).toThrow("--fma maybe: use on or off");
  expect(() => readArguments(["--threads", "0"])).toThrow("--threads 0: give a whole number from 1");
  expect(() => readArguments(["--profile", "--scaling"])).toThrow("one at a time");
  expect(() => readArguments(["--quik"])).toThrow("--quik");
});
