// Counts what the texts of `fortinac mcp` cost a model, with the tokenizer o200k_base: tokens.mjs PACKAGES TEXTS
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [packages, file] = process.argv.slice(2);
const { encode } = createRequire(resolve(packages, "gpt-tokenizer"))("gpt-tokenizer/encoding/o200k_base");
const texts = Object.entries(JSON.parse(readFileSync(file, "utf8")));
for (const [name, text] of texts) console.log(`${encode(text).length} tokens, ${text.length} characters: ${name}`);
const list = encode(texts.find(([name]) => name === "tools/list")[1]).length;
if (list > 4000) {
  console.error(`the list of tools has ${list} tokens, and may have 4,000`);
  process.exit(1);
}
