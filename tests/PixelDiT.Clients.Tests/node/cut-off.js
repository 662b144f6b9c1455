// cut-off.js DIRECT PROXY: two clients follow the same job. One is cut off in the middle (by the test, at the proxy), comes again, asks for what it missed and
// goes on. Says {"step"} as the job goes on, and at the end what each has heard.
const { Listener, say, short, steps, main } = require("./hub.js");
const [, , direct, proxy] = process.argv;

main(async () => {
  const witness = new Listener(direct);
  const client = new Listener(proxy, { retry: Array(200).fill(50) });
  let reconnected = 0;
  let missed = 0;
  const again = new Promise(resolve => client.hub.onreconnected(async () => {
    reconnected++;
    for (let page; page === undefined || page.more;) {
      page = await client.hub.invoke("Since", client.upTo);
      missed += page.batch?.events.length ?? 0;
      client.take(page.batch ?? { reset: page.reset });
    }
    await client.hub.invoke("SubscribeAll", client.upTo);
    resolve();
  }));

  await witness.hub.start();
  await client.hub.start();
  const { seq } = await witness.hub.invoke("Snapshot");
  witness.upTo = client.upTo = seq;
  await witness.hub.invoke("SubscribeAll", seq);
  await client.hub.invoke("SubscribeAll", seq);

  witness.onevent = event => event.type === "progress" && say({ step: event.step });
  const { jobId } = await client.hub.invoke("Submit", { prompt: steps({ steps: 60, pause_ms: 20, seed: Date.now() % 1e6 }), extra_data: { preview_method: "auto" } });
  await again;

  const over = event => event.type === "queueChanged" && event.remaining === 0 && event.seq > seq;
  await witness.until(event => event.type === "jobCompleted" && event.jobId === jobId);
  const end = await witness.until(event => over(event) && witness.events().some(e => e.type === "jobCompleted" && e.seq < event.seq));
  await client.until(event => event.seq === end.seq);
  const heard = listener => listener.batches.map(b => ({ ...b, events: b.events?.map(short) }));
  say({ jobId, start: seq, reconnected, missed, witness: heard(witness), client: heard(client) });
});
