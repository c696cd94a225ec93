import { chromium } from "playwright-core";
const [url, out, scheme="light", size="desktop"] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const opts = size==="phone" ? { viewport:{width:390,height:844}, hasTouch:true } : { viewport:{width:1280,height:800} };
const ctx = await browser.newContext({ ...opts, colorScheme: scheme, locale:"en-GB", timezoneId:"Europe/Berlin" });
const page = await ctx.newPage();
page.on("pageerror", e=>console.log("ERR",String(e)));
const shot = async n => { await page.waitForTimeout(350); await page.screenshot({ path: `${out}/${size}-${scheme}-${n}.png` }); };
await page.goto(url);
await page.getByRole("textbox",{name:"Your name"}).fill("Visitor "+Math.floor(Math.random()*1000));
await shot("00door");
await page.getByRole("button",{name:"Enter"}).click();
const box = page.getByRole("textbox",{name:"Message"});
await box.waitFor(); await page.waitForTimeout(800);
await shot("01arrive");
const say = async t => { await box.fill(t); await page.getByRole("button",{name:"Send"}).click(); await page.waitForFunction(()=>document.getElementById("message-box").value===""); await page.waitForTimeout(300); };
await box.pressSequentially("/pro"); await page.waitForTimeout(400); await shot("02complete");
await box.fill("/progress 3,5km"); await page.waitForTimeout(500); await shot("03preview");
await box.fill("/progress 3,5kg"); await page.waitForTimeout(500); await shot("03previewkg");
await say("/progress 3,5km with a friend"); await shot("04logged");
await say("/challenge create"); await page.getByRole("dialog").waitFor(); await shot("05form");
await page.getByRole("button",{name:"Cancel"}).click();
await say("/leaderboard"); await shot("06board");
await say("/leaderboard \"Walk to the sea\" round:last"); await shot("07last");
await say("/why"); await shot("08why");
await say("/help"); await shot("09help");
await say("/profile"); await shot("10profile");
await say("/challenges"); await shot("11challenges");
await say("/undo"); await shot("12undo");
await say("/challenge create \"Cold swims\" unit:min scoring:best ends:2030-01-01 prize:\"A towel\""); await shot("13draft");
if (process.argv[6]==="demo") {
  const w = page.locator(".card.winners").filter({hasText:"Walk to the sea, round"}).last();
  for (let i=0;i<12 && !(await w.count()); i++) { await page.locator("#log").evaluate(e=>e.scrollTop=0); await page.waitForTimeout(300); }
  if (await w.count()) { await w.scrollIntoViewIfNeeded(); await shot("14winner"); 
  await page.getByRole("article").filter({has:w}).getByRole("button",{name:/repl/}).first().click(); await shot("15thread"); await page.keyboard.press("Escape"); }
  const d = page.locator(".card.winners").filter({hasText:"Ten quiet minutes, round"}).last();
  for (let i=0;i<12 && !(await d.count()); i++) { await page.locator("#log").evaluate(e=>e.scrollTop=0); await page.waitForTimeout(300); }
  await d.scrollIntoViewIfNeeded(); await shot("16draw");
  if (size==="phone") { await page.getByRole("button",{name:"Standings"}).click(); await shot("17standings"); }
}
await browser.close();
