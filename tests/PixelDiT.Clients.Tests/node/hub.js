// What the scripts share: connections to the hub that write down what they hear.
const signalR = require("@microsoft/signalr");
const WebSocket = require("ws");

// One line of JSON for the test that started the script.
const say = line => process.stdout.write(JSON.stringify(line) + "\n");

class Listener {
  batches = [];
  sockets = [];
  waiting = [];

  constructor(url, { transport, retry } = {}) {
    const sockets = this.sockets;
    class Seen extends WebSocket {
      constructor(...args) { super(...args); sockets.push(this); }
    }

    let builder = new signalR.HubConnectionBuilder()
      .withUrl(url + "/hubs/queue", { transport, WebSocket: Seen })
      .configureLogging(signalR.LogLevel.None);
    if (retry) builder = builder.withAutomaticReconnect(retry);
    this.hub = builder.build();
    this.hub.on("events", batch => this.take(batch));
    this.hub.on("reset", snapshot => this.take({ reset: snapshot }));
  }

  take(batch) {
    this.batches.push(batch);
    this.upTo = batch.reset ? batch.reset.seq : batch.upTo;
    for (const event of batch.events ?? []) {
      this.onevent?.(event);
    }
    this.waiting = this.waiting.filter(w => !w());
  }

  events() { return this.batches.flatMap(b => b.events ?? []); }

  // The first event for which the condition holds, whether it is there already or comes.
  until(condition) {
    return new Promise(resolve => {
      const look = () => {
        const found = this.events().find(condition);
        if (found) resolve(found);
        return found !== undefined;
      };
      if (!look()) this.waiting.push(look);
    });
  }
}

const steps = inputs => ({ "1": { class_type: "BenchSteps", inputs: { steps: 10, work: 0, pause_ms: 0, preview_bytes: 1000, seed: 0, ...inputs } } });

// Pictures are compared by their length.
const short = event => event.image === undefined ? event : { ...event, image: event.image.length };

// Runs a script and ends the process, whatever it has left open, when all that was said is written.
function main(script) {
  script().then(() => process.stdout.write("", () => process.exit(0)), error => {
    console.error(error);
    process.exit(1);
  });
}

module.exports = { signalR, Listener, say, short, steps, main };
