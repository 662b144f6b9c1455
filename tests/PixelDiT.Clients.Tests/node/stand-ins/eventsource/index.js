// Loaded always, used by the transport "server-sent events" only.
module.exports = class EventSource {
  constructor() { throw new Error("These tests do not use server-sent events."); }
};
