// slow.js URL: a client stops reading while a job with many steps and large pictures runs, and reads on afterwards. Says {"finished"} when the job is over and waits
// for a line on its input before it reads on; then says what the slow one and a quick one have heard.
const { Listener, say, short, steps, main } = require("./hub.js");
const [, , url] = process.argv;

main(async () => {
  const quick = new Listener(url);
  const slow = new Listener(url);
  await quick.hub.start();
  await slow.hub.start();
  const { seq } = await quick.hub.invoke("Snapshot");
  await quick.hub.invoke("SubscribeAll", seq);
  await slow.hub.invoke("SubscribeAll", seq);
  slow.sockets[0].pause();

  const { jobId } = await quick.hub.invoke("Submit", { prompt: steps({ steps: 3000, pause_ms: 1, preview_bytes: 200000, seed: Date.now() % 1e6 }), extra_data: { preview_method: "auto" } });
  const done = event => event.type === "jobCompleted" && event.jobId === jobId;
  await quick.until(done);
  say({ finished: jobId });
  await new Promise(resolve => process.stdin.once("data", resolve));
  slow.sockets[0].resume();
  await slow.until(done);
  const heard = listener => listener.batches.map(b => ({ ...b, events: b.events?.map(short) }));
  say({ jobId, start: seq, quick: heard(quick), slow: heard(slow) });
});
