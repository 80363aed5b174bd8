// The two commands of the README, `npm start` and `npm test`, on a machine that has git, Node and npm only.
// This file keeps to syntax that an old Node can read, so that an old Node gets a sentence and not a stack trace.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
// What vite and vitest ask for: ^20.19 || >=22.12.
const isNewEnough = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;

if (isNewEnough) {
  import("./setup/jobs.mjs").then(({ runJob }) => runJob(process.argv[2], process.argv.slice(3)));
} else {
  console.error(
    `Seqloom needs Node 20.19 or newer (of Node 22: 22.12 or newer). This is Node ${process.versions.node}; see https://nodejs.org.`,
  );
  process.exit(1);
}
