// Lays the code blocks of all documentation out as files, so that `pnpm types` checks them with everything else.
import { fileURLToPath } from "node:url";
import { writeBlocks } from "./docs-blocks/write.mjs";

writeBlocks(fileURLToPath(new URL("..", import.meta.url)));
