// A slot's questions and polls: asking, supporting, voting and steering without leaving the page.
import { forget, keep, later, putBack } from "./asking.js";
import { uuid } from "./composer.js";
import { post } from "./http.js";
import { onPut, put, putAlso, remove, resort } from "./place.js";
import { announce, notice } from "./status.js";
import { say } from "./words.js";

const BUTTONS = "button[form=podium-actions], button[form=regie-actions]";
const parsed = new WeakMap(); // the page's own data -> what is mine now
const votes = new Map(); // id of the line that says how I have voted -> its markup

// Looked up anew each time: another slot may have taken the page over.
function mine() {
  const source = document.getElementById("podium-mine");
  if (source && !parsed.has(source)) parsed.set(source, JSON.parse(source.textContent));
  return source ? parsed.get(source) : { supports: [], votes: {} };
}

const within = (root, selector) => [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];

function show(root) {
  within(root, "[data-counts]").forEach(count);
  within(root, ".question").forEach(press);
  within(root, "[data-poll]").forEach(fill);
  within(root, "[data-ask]").forEach(putBack);
  mark(within(root, "[data-shows]").length ? document : root);
}

// On the console: which of the buttons shows what stands on the screen of the hall.
function mark(root) {
  const shown = document.querySelector("[data-shows]")?.dataset.shows;
  if (shown === undefined) return;
  root.querySelectorAll("button[name=shows]").forEach((button) => button.setAttribute("aria-pressed", button.value === shown));
}

function press(question) {
  const button = question.querySelector("button.wants");
  if (!button) return;
  const on = mine().supports.includes(Number(question.dataset.question));
  button.setAttribute("aria-pressed", on);
  button.value = on ? "0" : "1";
}

function count(part) {
  for (const [pk, [number, sort]] of Object.entries(JSON.parse(part.dataset.counts))) {
    document.querySelectorAll(`[data-question="${pk}"]`).forEach((question) => {
      question.querySelector("[data-number]")?.replaceChildren(String(number));
      if (question.dataset.sort === sort) return;
      question.dataset.sort = sort;
      resort(question);
    });
  }
}

// The form is the same for everybody: my own answer is put back where the poll came anew.
function fill(poll) {
  const line = poll.querySelector(".own-vote");
  if (line && !line.hasChildNodes() && votes.has(line.id)) putAlso({ also: [votes.get(line.id)] });
  const answer = mine().votes[poll.dataset.poll];
  if (!answer) return;
  poll.querySelectorAll("input[type=radio], input[type=checkbox]").forEach((one) => { one.checked = answer.includes(Number(one.value)); });
  poll.querySelectorAll("select").forEach((one) => { one.value = String(answer.indexOf(Number(one.dataset.option)) + 1 || ""); });
  poll.querySelectorAll("input:not([type])").forEach((one, place) => { one.value = answer[place] ?? ""; });
}

function fieldsOf(button) {
  if (!("cast" in button.dataset)) return { [button.name || "deed"]: button.value };
  const fields = new FormData();
  for (const one of button.closest(".poll").querySelectorAll("input, select")) {
    if (one.type === "radio" || one.type === "checkbox" ? one.checked : one.value) fields.append(one.name, one.value);
  }
  return new URLSearchParams(fields);
}

// Returns the answer. What was refused is said beside the button, and undefined; null is no answer.
async function ask(button, url, fields, form, silent = say("failed")) {
  if (button.ariaBusy) return undefined;
  button.setAttribute("aria-busy", "true");
  let [wrong, none] = [silent, null];
  try {
    const { status, body } = await post(url, fields, form);
    if (status < 300) return body;
    [wrong, none] = [body.error || say("failed"), undefined];
  } catch { /* no answer came */ } finally { button.removeAttribute("aria-busy"); }
  tell(button, wrong);
  return none;
}

function tell(button, words) {
  const place = button.closest(".buttons")?.querySelector(".state");
  if (!place) return notice(words);
  place.textContent = words;
  announce(words);
}

async function act(button) {
  const body = await ask(button, button.formAction, fieldsOf(button), document.getElementById(button.getAttribute("form")));
  if (!body) return;
  if ("supported" in body) return supported(body);
  if ("cast" in button.dataset) return voted(button, body);
  body.html ? put(body, true) : remove(body);
}

function supported({ id, supported: on, count: number }) {
  const question = document.getElementById(id);
  const data = mine();
  const pk = Number(id.slice("question-".length));
  data.supports = data.supports.filter((one) => one !== pk).concat(on ? [pk] : []);
  if (!question) return;
  press(question);
  question.querySelector("[data-number]")?.replaceChildren(String(number));
}

function voted(button, body) {
  mine().votes[body.id.slice("poll-".length)] = body.mine;
  body.also.forEach((part) => votes.set(part.id, part));
  putAlso(body);
  tell(button, body.said);
}

async function send(form, button) {
  keep(form);
  const body = await ask(button, form.action, new FormData(form), form, say("delayed"));
  if (body === null) return later(form, () => send(form, button));
  if (!body) return;
  forget(form);
  form.querySelector("textarea").value = "";
  form.querySelector("[name=key]").value = uuid();
  body.html ? put(body, true) : putAlso(body);
  tell(button, body.said);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest(BUTTONS);
  if (!button) return;
  event.preventDefault();
  act(button);
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-ask]")) return;
  event.preventDefault();
  send(event.target, event.submitter ?? event.target.querySelector("button"));
});
onPut(show);
document.addEventListener("woken", ({ detail }) => show(detail)); // a part of the page came anew
show(document);
