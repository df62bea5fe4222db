// The one socket of the page: joins its streams, notices every gap, and comes back by itself.
import { put, remove } from "./place.js";
import { showReaders } from "./presence.js";
import { notice, showLine } from "./status.js";
import { say } from "./words.js";

const FIRST = 250, LONGEST = 15000, SILENCE = 45000, POLL = 20000;
const ACK = { frames: 48, bytes: 48 * 1024, after: 5000 };
const streams = new Map(); // name -> {n, joined, asked, owed, bytes}
let socket = null, failures = 0, retry = 0, silence = 0, poll = 0, ackTimer = 0;
let ended = false, pauseBefore = 0;
// What a page does with what comes; the screen of the hall does it in its own way.
const page = { show, startOver, finish, notice };

/** Let a page of another kind do these itself; a `finish` that returns false is no end. */
export const attend = (own) => Object.assign(page, own);

/** Follow a stream from the n that the page shows. */
export function follow(name, n) {
  if (streams.has(name)) return;
  streams.set(name, { n, joined: false, asked: false, owed: 0, bytes: 0 });
  if (socket?.readyState === WebSocket.OPEN) join(name);
  else if (!socket) connect();
}

/** Follow a stream no more; what still comes of it is not shown. */
export function unfollow(name) {
  if (streams.delete(name)) tell({ op: "leave", stream: name });
}

/** Ask again for everything after n: a part of the page has been made anew as it was then. */
export function rewind(name, n) {
  const stream = streams.get(name);
  if (!stream || !(n < stream.n)) return;
  stream.n = n;
  join(name);
}

function join(name) {
  const stream = streams.get(name);
  Object.assign(stream, { joined: false, asked: true });
  tell({ op: "join", stream: name, after: stream.n });
}

const tell = (message) => socket?.readyState === WebSocket.OPEN && socket.send(JSON.stringify(message));

function connect() {
  clearTimeout(retry);
  if (ended || socket) return;
  const url = new URL(document.body.dataset.socket, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  socket = new WebSocket(url);
  socket.onopen = () => streams.forEach((_, name) => join(name));
  socket.onmessage = ({ data }) => { listen(); hear(JSON.parse(data), data.length); };
  socket.onclose = ({ code }) => gone(code);
  listen();
}

function listen() {
  clearTimeout(silence);
  silence = setTimeout(() => drop(), SILENCE);
}

// A dead line does not always say so: give it up and do not wait for its farewell.
function drop() {
  if (!socket) return;
  socket.onclose = socket.onmessage = null;
  socket.close();
  gone(1006);
}

function gone(code) {
  socket = null;
  clearTimeout(silence);
  streams.forEach((stream) => Object.assign(stream, { joined: false, owed: 0, bytes: 0 }));
  if (ended) return;
  if ((code === 4401 || code === 4403) && page.finish(code) !== false) return;
  failures += 1;
  showLine(navigator.onLine ? "reconnecting" : "offline");
  const most = Math.min(LONGEST, FIRST * 2 ** failures);
  let pause = Math.random() * most;
  if (code === 4408) pause = 0;
  if (code === 4429) { pause = 15000; page.notice(say("too_many")); }
  if (code === 1012 && pauseBefore) [pause, pauseBefore] = [pauseBefore, 0];
  retry = setTimeout(connect, pause);
  if (failures >= 3) poll ||= setInterval(catchUp, POLL);
}

function finish(code) {
  ended = true;
  clearInterval(poll);
  showLine("offline");
  const link = document.createElement("a");
  link.href = `${document.body.dataset.signIn}?next=${encodeURIComponent(location.pathname)}`;
  link.textContent = say("sign_in");
  if (code === 4403) blank();
  notice(say(code === 4401 ? "session_ended" : "right_lost"), code === 4401 ? link : null);
}

// What is no longer open to the reader does not stay on the screen; what they typed does.
function blank() {
  document.querySelectorAll("main :is([data-stream], .idea, .board-head, .pinned, .air, .session-head, .session-wait, .strip, .spotlight, .regie)").forEach((one) => one.replaceChildren());
  document.title = say("right_lost");
}

function hear(message, size = 0) {
  const stream = streams.get(message.stream);
  if (message.ev === "beat") return beat(message);
  if (message.ev === "restart") return void (pauseBefore = message.retry_after_ms);
  if (message.ev === "error") return shut(message);
  if (!stream) return;
  if (message.ev === "joined") return joined(message, stream);
  if (message.ev === "reset") return renew(message, stream, size);
  receive(message, stream, size);
}

// Coming back, the page learns that what it shows is no longer open to whoever asks.
function shut({ code, stream }) {
  if (code !== "forbidden") return;
  const asked = streams.get(stream);
  streams.delete(stream);
  if (streams.size) return;
  if (page.finish(document.body.dataset.member ? 4401 : 4403) === false) streams.set(stream, asked);
  socket?.close();
}

function joined(message, stream) {
  Object.assign(stream, { n: message.n, joined: true, asked: false });
  failures = 0;
  clearInterval(poll);
  poll = 0;
  if ([...streams.values()].every((one) => one.joined)) showLine("connected");
}

function receive(message, stream, size) {
  owe(message, stream, size);
  if (message.n <= stream.n) return;
  if ((message.since ?? message.n) > stream.n + 1) {
    if (!stream.asked) { showLine("catching_up"); join(message.stream); }
    return;
  }
  stream.n = message.n;
  page.show(message);
}

function show(message) {
  message.ev === "gone" ? remove(message) : put(message);
  dispatchEvent(new CustomEvent("heard", { detail: message }));
}

// Too far behind, or (with a number) so much has changed at once that the page is made anew.
function renew(message, stream, size) {
  if (message.n) {
    owe(message, stream, size);
    if (message.n <= stream.n) return;
    stream.n = message.n;
  }
  page.startOver(message.said);
}

function beat({ heads, here }) {
  showReaders(Object.keys(heads), here);
  for (const [name, head] of Object.entries(heads)) {
    const stream = streams.get(name);
    if (stream && head > stream.n && !stream.asked) join(name);
  }
}

function owe(message, stream, size) {
  stream.owed += 1;
  stream.bytes += size;
  stream.seen = Math.max(stream.seen ?? 0, message.n);
  if (stream.owed >= ACK.frames || stream.bytes >= ACK.bytes) return settle();
  ackTimer ||= setTimeout(settle, ACK.after);
}

function settle() {
  clearTimeout(ackTimer);
  ackTimer = 0;
  streams.forEach((stream, name) => {
    if (stream.owed) tell({ op: "ack", stream: name, n: stream.seen });
    stream.owed = stream.bytes = 0;
  });
}

// Too much was missed to catch up: a fresh page is the better answer, unless somebody is writing.
function startOver(why) {
  const writing = [...document.querySelectorAll("textarea")].some((field) => field.value.trim());
  if (!writing) return location.reload();
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "link", textContent: say("reload") });
  button.onclick = () => location.reload();
  notice(why ? `${why} ${say("words_kept")}` : say("reset"), button);
}

async function catchUp() {
  for (const [name, stream] of streams) {
    const url = `${document.body.dataset.catchUp}?stream=${name}&after=${stream.n}`;
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(10000) });
      if (answer.status === 403) return page.finish(4403);
      if (answer.ok) (await answer.json()).forEach((message) => hearPolled(message, stream));
    } catch { return; }
  }
}

function hearPolled(message, stream) {
  if (message.ev === "reset") return page.startOver(message.said);
  if (message.ev === "joined") return void (stream.n = Math.max(stream.n, message.n));
  if (message.n > stream.n) { stream.n = message.n; page.show(message); }
}

function hurry() {
  if (socket || ended || !streams.size) return;
  connect();
}
addEventListener("online", hurry);
addEventListener("offline", () => { showLine("offline"); drop(); });
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && hurry());
