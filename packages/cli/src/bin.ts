#!/usr/bin/env node
/** The command `seqloom`. */
import { runProcess } from "./process.ts";

process.exitCode = await runProcess(process.argv.slice(2));
