// Starts the Slack of the npm package `emulate`, which this project did not write. The first argument is the folder in
// which the package is installed, the second the port. Prints a line when it is ready; ends when its input ends.
import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [folder, port] = process.argv.slice(2);
const file = path.resolve(folder, "node_modules/emulate/dist/api.js");
if (!existsSync(file)) process.exit(3);
const { createEmulator } = await import(pathToFileURL(file));
const scopes = [
  "chat:write", "commands", "app_mentions:read", "users:read", "channels:read", "channels:history",
  "groups:read", "files:write", "files:read", "im:write", "im:history", "usergroups:read",
];
const emulator = await createEmulator({
  service: "slack",
  port: Number(port),
  seed: {
    slack: {
      users: [{ name: "ana", real_name: "Ana Lima" }, { name: "mo", real_name: "Mo Tan", is_admin: true }],
      channels: [{ name: "feed" }],
      oauth_apps: [{
        client_id: "111.222", client_secret: "secret", name: "Huzzah", redirect_uris: [], scopes,
        bot_id: "B0HUZZAH", bot_user_id: "U0HUZZAH", bot_name: "huzzah",
      }],
      tokens: [{
        token: "xoxb-emulated", type: "bot", user: "U0HUZZAH", user_id: "U0HUZZAH", scopes,
        bot_id: "B0HUZZAH", bot_user_id: "U0HUZZAH", client_id: "111.222",
      }],
      strict_scopes: true,
    },
  },
});
console.log(emulator.url);
process.stdin.resume();
process.stdin.on("end", async () => {
  await emulator.close();
  process.exit(0);
});
