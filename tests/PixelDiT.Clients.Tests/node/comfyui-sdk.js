// comfyui-sdk.js URL: a workflow as users of the SDK run it. Says what the SDK told and what the image is.
const { createHash } = require("node:crypto");
const { ComfyApi, CallWrapper, PromptBuilder } = require("@saintno/comfyui-sdk");
const { say, steps, main } = require("./hub.js");
const [, , url] = process.argv;

// Runs a workflow; what the SDK told, and what it gave.
async function run(api, workflow) {
  const told = [];
  const note = name => () => told.push(name);
  let failure = null;
  const result = await new CallWrapper(api, workflow)
    .onPending(note("pending"))
    .onStart(note("start"))
    .onProgress(note("progress"))
    .onOutput(note("output"))
    .onFinished(note("finished"))
    .onFailed(error => { failure = error; })
    .run();
  if (result === false) throw failure ?? new Error("The SDK says that the run failed.");
  return [told, result];
}

main(async () => {
  const api = new ComfyApi(url);
  await api.init(5, 200).waitForReady();
  const workflow = new PromptBuilder(
    {
      "1": { class_type: "EmptyImage", inputs: { width: 8, height: 8, batch_size: 1, color: 0 } },
      "2": { class_type: "SaveImage", inputs: { images: ["1", 0], filename_prefix: "sdk" } },
    },
    ["width", "height", "color"],
    ["images"])
    .setInputNode("width", "1.inputs.width")
    .setInputNode("height", "1.inputs.height")
    .setInputNode("color", "1.inputs.color")
    .setOutputNode("images", "2")
    .input("width", 48)
    .input("height", 32)
    .input("color", 0x336699);

  const [told, result] = await run(api, workflow);
  const [toldOfSteps] = await run(api, new PromptBuilder(steps({ pause_ms: 30, seed: Date.now() % 1e6 }), [], ["steps"]).setOutputNode("steps", "1"));

  const image = result.images.images[0];
  const bytes = Buffer.from(await (await api.getImage(image)).arrayBuffer());
  const direct = Buffer.from(await (await fetch(api.getPathImage(image))).arrayBuffer());
  say({
    told,
    toldOfSteps,
    image,
    same: bytes.equals(direct),
    png: bytes.toString("base64"),
    sha256: createHash("sha256").update(bytes).digest("hex"),
    stats: (await api.getSystemStats()).system.os,
    queue: await api.getQueue(),
  });
});
