// The browser bundle puts itself into `self` unless it finds a module system, but looks at `self` in any case.
globalThis.self ??= globalThis;
module.exports = require("../../../vendor/@microsoft/signalr/dist/browser/signalr.min.js");
