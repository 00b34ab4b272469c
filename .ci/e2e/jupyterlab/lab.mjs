// Drives a stock JupyterLab in headless Chromium as a person would: opens a notebook, runs all cells, saves it, and looks.
//
//	node lab.mjs URL NOTEBOOK SCREENSHOT [--expect-error TEXT] [--replace FROM=>TO]...
//
// URL is the server's with its token; NOTEBOOK a path below its root. --replace edits the first cell that holds FROM, by typing, before the run.
// Exit 0 when every code cell ran and nothing was wrong; 1 with one line per fault: an error output (unless one with TEXT is expected),
// a console error, a request that left the machine, a cell that did not run.
import { chromium } from 'playwright-core';

const [url, notebook, screenshot, ...flags] = process.argv.slice(2);
const IDLE = '.jp-Notebook-ExecutionIndicator[data-status="idle"]';
const faults = [];
const option = (name) => flags.flatMap((f, i) => (f === name ? [flags[i + 1]] : []));
const [expected] = option('--expect-error');

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
try {
  const page = await (await browser.newContext({ viewport: { width: 1400, height: 1000 } })).newPage();
  watch(page);
  await open(page);
  for (const edit of option('--replace')) await replace(page, ...edit.split('=>'));
  await runAll(page);
  await inspect(page);
  await screenshots(page);
} catch (e) {
  faults.push(String(e));
} finally {
  await browser.close();
}
for (const f of faults) console.log(`${notebook}: ${f}`);
console.log(`${notebook}: ${faults.length ? 'FAILED' : 'ok'}`);
process.exit(faults.length ? 1 : 0);

// watch notes what a person would see only in the browser's own tools.
function watch(page) {
  page.on('console', (m) => {
    if (m.type() === 'error') faults.push(`console: ${m.text()} ${m.location().url}`);
  });
  page.on('pageerror', (e) => faults.push(`page: ${e}`));
  page.on('request', (r) => {
    const host = new URL(r.url()).hostname;
    if (/^(https?|wss?):/.test(r.url()) && host !== '127.0.0.1' && host !== 'localhost') faults.push(`request off the machine: ${r.url()}`);
  });
}

async function open(page) {
  const target = new URL(url);
  target.pathname = `/lab/tree/${notebook}`;
  target.searchParams.set('reset', '');
  await page.goto(target.href);
  await page.waitForSelector('.jp-Notebook .jp-Cell', { timeout: 60000 });
  // On opening, JupyterLab may start a kernel and then another in its place: ready is idle for a while.
  for (let still = 0; still < 4; ) {
    await idle(page);
    await page.waitForTimeout(500);
    still = (await page.locator(IDLE).count()) ? still + 1 : 0;
  }
}

// idle waits until the toolbar says that the kernel has nothing to do.
async function idle(page) {
  await page.waitForSelector(IDLE, { timeout: 120000, state: 'attached' });
}

async function replace(page, from, to) {
  const cell = page.locator('.jp-CodeCell', { hasText: from }).first();
  const editor = cell.locator('.cm-content').first();
  await editor.click();
  const text = (await editor.evaluate((e) => e.cmTile?.view?.state.doc.toString() ?? e.cmView?.view?.state.doc.toString() ?? [...e.querySelectorAll('.cm-line')].map((l) => l.textContent).join('\n')));
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(text.replace(from, to));
}

async function runAll(page) {
  await page.locator('.lm-MenuBar-itemLabel', { hasText: /^Run$/ }).click();
  await page.locator('.lm-Menu-itemLabel', { hasText: /^Run All Cells$/ }).click();
  await page.waitForTimeout(300);
  await page.waitForFunction(() => ![...document.querySelectorAll('.jp-InputPrompt')].some((p) => p.textContent.includes('[*]')), null, { timeout: 180000 });
  await idle(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+S');
  await page.waitForTimeout(1000);
}

// inspect reads the notebook as it was saved, since the page holds only the cells that are in view.
async function inspect(page) {
  const target = new URL(url);
  target.pathname = `/api/contents/${notebook}`;
  const saved = (await (await page.request.get(target.href)).json()).content.cells.filter((c) => c.cell_type === 'code');
  const errors = saved.flatMap((c) => c.outputs.filter((o) => o.output_type === 'error')).map((o) => o.traceback.join('\n').replace(/\x1b\[[0-9;]*m/g, ''));
  const met = errors.filter((e) => expected && e.includes(expected));
  for (const e of errors) if (!met.includes(e)) faults.push(`error output: ${e.slice(0, 600)}`);
  if (expected && !met.length) faults.push(`no error output says ${JSON.stringify(expected)}; seen: ${errors.join(' | ').slice(0, 600)}`);
  const blank = saved.filter((c) => c.execution_count === null).length;
  if (blank && !expected) faults.push(`${blank} code cells did not run`);
}

// screenshots keeps the whole notebook, a screen a picture.
async function screenshots(page) {
  const scroller = page.locator('.jp-WindowedPanel-outer').first();
  await scroller.evaluate((e) => (e.scrollTop = 0));
  for (let n = 1; n < 12; n++) {
    await page.waitForTimeout(400);
    await page.screenshot({ path: screenshot.replace(/\.png$/, n === 1 ? '.png' : `-${n}.png`) });
    const more = await scroller.evaluate((e) => {
      const top = e.scrollTop;
      e.scrollTop += e.clientHeight - 40;
      return e.scrollTop > top;
    });
    if (!more) return;
  }
}
