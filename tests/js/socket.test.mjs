import assert from "node:assert/strict";
import test from "node:test";

import { sharing } from "../../static/js/app/socket.js";

/** A line that is made, and what goes over it. */
function lines() {
  const made = [];
  const make = (timeout) => {
    const heard = [];
    const line = {
      timeout, connected: false, connects: 0, sent: [],
      on: (event, hear) => heard.push([event, hear]),
      off: (event, hear) => heard.splice(0, heard.length, ...heard.filter(([name, one]) => name !== event || one !== hear)),
      emit: (event, payload) => line.sent.push([event, payload.stream]),
      connect: () => (line.connects += 1),
      disconnect: () => (line.connected = false),
      tell: (event, ...args) => [...heard].forEach(([name, hear]) => name === event && hear(...args)),
      up: () => ((line.connected = true), line.tell("connect")),
    };
    made.push(line);
    return line;
  };
  return { made, open: sharing(make) };
}

/** @param {any} open @param {string[]} told @param {string} name */
function side(open, told, name) {
  const socket = open(5000);
  socket.on("connect", () => told.push(`${name} connect`));
  socket.on("disconnect", () => told.push(`${name} disconnect`));
  socket.on("entries", (frame) => told.push(`${name} ${frame}`));
  socket.connect();
  return socket;
}

test("two streams of a page go over one line", async () => {
  const { made, open } = lines();
  const told = [];
  const one = side(open, told, "one");
  made[0].up();
  const other = side(open, told, "other");
  await Promise.resolve();
  assert.deepEqual(told, ["one connect", "other connect"], "who comes later finds it there");
  one.emit("join", { stream: "meeting:m" });
  other.emit("join", { stream: "body:b" });
  made[0].tell("entries", "frame");
  assert.equal(made.length, 1);
  assert.equal(made[0].connects, 1);
  assert.deepEqual(made[0].sent, [["join", "meeting:m"], ["join", "body:b"]]);
  assert.deepEqual(told.slice(2), ["one frame", "other frame"]);
});

test("a line that one of them gives up is lost for the other too, and both find the next one", async () => {
  const { made, open } = lines();
  const told = [];
  const one = side(open, told, "one");
  side(open, told, "other");
  made[0].up();
  told.length = 0;
  one.removeAllListeners();
  one.disconnect();
  assert.deepEqual(told, ["other disconnect"]);
  side(open, told, "one again");
  side(open, told, "other again");
  assert.equal(made.length, 2);
});

test("a line that was refused or cut is never taken again", () => {
  const { made, open } = lines();
  side(open, [], "one");
  made[0].tell("connect_error", new Error("full"));
  side(open, [], "one again");
  made[1].up();
  made[1].connected = false;
  made[1].tell("disconnect");
  side(open, [], "once more");
  assert.equal(made.length, 3);
});
