/** The development server of the playground alone. The site builds it with its own pages. */
import { defineConfig } from "vite";

export default defineConfig({
  resolve: { conditions: ["@seqloom/source", "browser", "module", "import", "default"] },
});
