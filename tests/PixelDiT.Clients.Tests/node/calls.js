// calls.js URL [longpolling]: one connection, and every line on the input is a call [method, ...arguments]; answers {"result"} or {"error"}.
const { createInterface } = require("node:readline");
const { signalR, Listener, say, short, main } = require("./hub.js");
const [, , url, transport] = process.argv;

main(async () => {
  const listener = new Listener(url, { transport: transport === "longpolling" ? signalR.HttpTransportType.LongPolling : undefined });
  listener.hub.onclose(error => say({ closed: error?.message ?? null }));
  listener.hub.on("events", batch => say({ events: { ...batch, events: batch.events.map(short) } }));
  listener.hub.on("reset", snapshot => say({ reset: snapshot }));
  await listener.hub.start();
  say({ started: true });
  for await (const line of createInterface({ input: process.stdin })) {
    const [method, ...args] = JSON.parse(line);
    try {
      say({ result: await listener.hub.invoke(method, ...args) ?? null });
    } catch (error) {
      say({ error: error.message });
    }
  }
});
