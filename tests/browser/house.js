// A house to test in: a server with a database and a clock of its own, and the people in it.

import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const target = process.env.CARGO_TARGET_DIR ?? fileURLToPath(new URL("../../target", import.meta.url));

export const MINUTE = 60_000;
export const DAY = 86_400_000;

export class House {
  /** Opens a house; `at` is where its clock stands, in ISO form. */
  static async open({ at, settings = {} } = {}) {
    const house = new House();
    house.folder = mkdtempSync(join(tmpdir(), "lounge-"));
    house.port = await freePort();
    house.url = `http://127.0.0.1:${house.port}/`;
    house.nowMs = at ? Date.parse(at) : Date.now();
    house.settings = settings;
    house.browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
    house.complaints = [];
    await house.start();
    return house;
  }

  /** Starts the server, on the same database and with the same time as before. */
  async start() {
    const env = {
      ...process.env,
      HUZZAH_DATABASE__URL: `sqlite://${join(this.folder, "huzzah.db")}`,
      HUZZAH_HTTP__BIND: `127.0.0.1:${this.port}`,
      CLOCK_MS: String(this.nowMs),
      ...this.settings,
    };
    this.server = spawn(join(target, "debug/examples/moved"), [], { env, stdio: ["pipe", "inherit", "inherit"] });
    for (let tries = 0; tries < 200; tries += 1) {
      try {
        if ((await fetch(`${this.url}healthz`)).ok) return;
      } catch { /* Not yet. */ }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error("the server does not answer");
  }

  /** Ends the server as an operator would. */
  async stop() {
    const ended = new Promise((resolve) => this.server.once("exit", resolve));
    this.server.stdin.end();
    await ended;
  }

  /** Swaps the database for an empty one, while the server is away. */
  forgetEverything() {
    for (const file of readdirSync(this.folder)) rmSync(join(this.folder, file));
  }

  /** Moves the clock on. */
  advance(ms) {
    this.nowMs += ms;
    this.server.stdin.write(`advance ${ms}\n`);
  }

  /** A browser of one person's own, at the door. */
  async visitor(options = {}) {
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-GB", timezoneId: "Europe/Berlin", ...options });
    const page = await context.newPage();
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    page.on("console", (message) => {
      if (/Content Security Policy/i.test(message.text())) this.complaints.push(message.text());
    });
    await page.goto(this.url);
    return page;
  }

  /** Somebody inside. */
  async enter(name, options = {}) {
    const page = await this.visitor(options);
    await page.getByRole("textbox", { name: "Your name" }).fill(name);
    await page.getByRole("button", { name: "Enter" }).click();
    await box(page).waitFor();
    await page.waitForFunction(() => document.documentElement.dataset.live === "yes");
    return page;
  }

  async close() {
    await this.browser.close();
    if (this.server.exitCode === null) await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The message box. */
export const box = (page) => page.getByRole("textbox", { name: "Message", exact: true });

/** The conversation. */
export const log = (page) => page.getByRole("log", { name: "Conversation" });

/** The standings beside it. */
export const standings = (page) => page.getByRole("complementary", { name: "Standings" });

/** Types a line and sends it; done when the server has it. */
export async function say(page, text) {
  await box(page).fill(text);
  await page.getByRole("button", { name: "Send" }).click();
  await page.waitForFunction(() => document.getElementById("message-box").value === "");
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
