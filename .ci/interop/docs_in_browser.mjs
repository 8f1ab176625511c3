// The documentation in a real browser: `node docs_in_browser.mjs APPLIANCE TOKEN STATIC TOOLS`, where APPLIANCE is the
// URL of a running `fortinac-mock --docs` (without /api/v2), TOKEN its token, STATIC the URL of the static files on a web
// server, and TOOLS the folder that has playwright-core, and gets the screenshots. Chromium is Debian's; playwright-core
// only moves it.
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const [appliance, token, site, tools] = process.argv.slice(2);
const { chromium } = createRequire(join(resolve(tools), "package.json"))("playwright-core");
const pictures = join(tools, "pictures");
mkdirSync(pictures, { recursive: true });

const failures = [];
const check = (holds, words) => {
  console.log(`${holds ? "ok" : "FAILED"}: ${words}`);
  if (!holds) failures.push(words);
};

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  // Chromium itself calls its maker otherwise, and a sandbox is not to be had as root.
  args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"],
});

// A page that records what it must not do.
const open = async (own) => {
  const context = await browser.newContext({ viewport: { width: 1300, height: 900 } });
  const page = await context.newPage();
  const seen = { requests: 0, foreign: [], violations: [], errors: [] };
  context.on("request", (request) => {
    seen.requests += 1;
    const url = new URL(request.url());
    if (url.protocol !== "data:" && url.protocol !== "blob:" && url.origin !== own) seen.foreign.push(request.url());
  });
  page.on("pageerror", (error) => seen.errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() !== "error") return;
    (/content security policy/i.test(message.text()) ? seen.violations : seen.errors).push(message.text());
  });
  await page.addInitScript(() => {
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) =>
      window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
  });
  const done = async (name) => {
    // The browser tells of violations a moment later.
    await page.waitForTimeout(1000);
    seen.violations.push(...await page.evaluate(() => window.violations));
    check(seen.requests > 0 && seen.foreign.length === 0, `${name}: ${seen.requests} requests, of other hosts: ${seen.foreign.join(" ") || "none"}`);
    check(seen.violations.length === 0, `${name}: violations of the policy: ${seen.violations.join("; ") || "none"}`);
    check(seen.errors.length === 0, `${name}: errors: ${seen.errors.join("; ") || "none"}`);
    check((await context.cookies()).length === 0, `${name}: no cookies`);
    const stored = await page.evaluate(() => localStorage.length + sessionStorage.length);
    check(stored === 0, `${name}: nothing is stored in the browser`);
    await context.close();
  };
  return { page, done, picture: (name) => page.screenshot({ path: join(pictures, `${name}.png`) }) };
};

const ready = async (page, url) => {
  const started = Date.now();
  await page.goto(url);
  await page.waitForSelector("body[data-ready=yes]", { timeout: 60_000 });
  await page.waitForSelector(".opblock-tag", { timeout: 60_000 });
  return Date.now() - started;
};

{
  const { page, done, picture } = await open(appliance);
  await page.goto(`${appliance}/`);
  const text = await page.textContent("body");
  check(/This is not a FortiNAC/.test(text), "the start page says what this is");
  check(!(await page.content()).includes(token), "the start page does not have the token");
  await picture("start");
  await page.click("a[href='docs/']");
  await page.waitForSelector(".opblock-tag", { timeout: 60_000 });
  check(page.url() === `${appliance}/docs/`, "the start page leads to the documentation");
  await done("start page");
}

{
  const { page, done, picture } = await open(appliance);
  const milliseconds = await ready(page, `${appliance}/docs/`);
  // Seconds, not a measurement: a page that takes longer is of no use on any machine.
  check(milliseconds < 20_000, `the list is there after ${milliseconds} ms`);
  const tags = await page.$$eval(".opblock-tag", (elements) => elements.map((element) => element.dataset.tag));
  check(tags.length > 50 && tags.join() === [...tags].sort((a, b) => a.localeCompare(b)).join(), `${tags.length} tags, sorted`);
  check((await page.$$(".opblock")).length === 0, "no operation is open at first");
  await picture("list");

  const filter = page.locator(".operation-filter-input");
  await filter.fill("host mac");
  await page.waitForSelector(".opblock");
  const found = await page.$$eval(".opblock", (elements) => elements.map((element) => element.innerText.toLowerCase()));
  check(found.length > 0 && found.length < 40 && found.every((text) => text.includes("mac")), `the filter finds ${found.length} operations`);
  await picture("filter");

  const everything = Date.now();
  // Each has a path with a slash, and an operationId with an underscore.
  await filter.fill("/ _");
  await page.waitForFunction(() => document.querySelectorAll(".opblock").length > 600, null, { timeout: 60_000 });
  const shown = (await page.$$(".opblock")).length;
  check(shown === 603, `${shown} operations in the list, after ${Date.now() - everything} ms`);

  await filter.fill("user_get");
  const operation = page.locator("#operations-user-user_get");
  await operation.locator(".opblock-summary-control").click();
  await operation.locator(".evidence").waitFor();
  const evidence = await operation.locator(".evidence").innerText();
  check(/real: values of an appliance/.test(evidence) && /724255/.test(evidence), "evidence and sources are shown");
  check(/docs\.fortinet\.com/.test(await operation.locator(".opblock-external-docs").innerText()), "the reference page is linked");
  await operation.locator(".parameters input").first().fill("31");
  await operation.locator("button.execute").click();
  await operation.locator(".live-responses-table tbody .response-col_status").first().waitFor();
  const status = await operation.locator(".live-responses-table tbody .response-col_status").first().innerText();
  check(/^200/.test(status), `a tried-out call is answered ${status.trim()}`);
  check(/mlind/.test(await operation.locator(".live-responses-table").innerText()), "the answer has the record");
  await operation.locator(".evidence").scrollIntoViewIfNeeded();
  await picture("operation");
  await operation.locator(".live-responses-table").scrollIntoViewIfNeeded();
  await picture("answer");

  // What else can be opened: schemas, and an operation of each kind of body.
  await page.locator("section.models .models-control").click();
  await page.locator("section.models .model-container").first().waitFor();
  for (const [id, body] of [["user_update", "textarea"], ["host_set_role", ".body-param-content, .parameters, table"]]) {
    await filter.fill(id);
    const one = page.locator(`.opblock[id$="-${id}"]`);
    await one.locator(".opblock-summary-control").click();
    await one.locator(body).first().waitFor();
  }
  await picture("form");
  await done("documentation");
}

{
  // The checks above would see what must not be: an inline script, and a request to another host.
  const { page } = await open(appliance);
  await ready(page, `${appliance}/docs/`);
  const caught = await page.evaluate(async () => {
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.body.append(script);
    await fetch("http://foreign.example/").catch(() => {});
    // The browser tells of violations a moment later.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    return { ran: window.ran === true, violations: window.violations };
  });
  const refused = (kind) => caught.violations.some((violation) => violation.startsWith(kind));
  check(!caught.ran && refused("script-src") && refused("connect-src"), `the policy refuses an inline script and another host: ${caught.violations.join("; ")}`);
}

{
  const own = new URL(site).origin;
  const { page, done, picture } = await open(own);
  await ready(page, site);
  await page.fill(".operation-filter-input", "user_get");
  await page.click("#operations-user-user_get .opblock-summary-control");
  await page.waitForSelector("#operations-user-user_get .evidence");
  check((await page.$$("button.execute, .try-out__btn")).length === 0, "the static files call nothing");
  check(!(await page.content()).includes(token), "the static files have no token");
  await picture("static");
  await done("static files");
}

await browser.close();
if (failures.length > 0) {
  console.error(`${failures.length} failed`);
  process.exit(1);
}
