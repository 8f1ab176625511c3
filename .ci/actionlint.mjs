// Checks workflows of GitHub: node .ci/actionlint.mjs TOOLS FILE...
// The expressions in them, what they need, and names of runners, which a schema cannot tell.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [tools, ...files] = process.argv.slice(2);
const { createLinter } = createRequire(resolve(tools, "package.json"))("actionlint");
const lint = await createLinter();
const found = files.flatMap((file) => lint(readFileSync(file, "utf8"), file));
for (const { file, line, column, message } of found) console.error(`${file}:${line}:${column}: ${message}`);
process.exit(found.length > 0 ? 1 : 0);
