// The organisers' console: one tap does it, and what others do shows within a second.
import { wake } from "./begin.js";
import { post } from "./http.js";
import { unfollow } from "./line.js";
import { replace } from "./place.js";
import { notice } from "./status.js";
import { say } from "./words.js";

const PAUSE = 1000;
const page = document.querySelector("[data-console]");
const markups = new WeakMap();
let last = 0, timer = 0;

if (page) {
  addEventListener("heard", plan);
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-quick]")) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });
}

async function send(form, submitter) {
  const url = submitter?.getAttribute("formaction") ?? form.action;
  submitter?.setAttribute("aria-busy", "true");
  try {
    const { status, body } = await post(url, new FormData(form, submitter), form);
    if (status >= 400) throw new Error(body.error);
    form.reset();
    document.querySelector("[data-notice]")?.remove();
    refresh(form);
  } catch (error) {
    notice(error instanceof TypeError || !error.message ? say("failed") : error.message);
  }
  submitter?.removeAttribute("aria-busy");
}

function plan() {
  timer ||= setTimeout(() => refresh(), Math.max(0, last + PAUSE - Date.now()));
}

async function refresh(sent) {
  clearTimeout(timer);
  [timer, last] = [0, Date.now()];
  try {
    const answer = await fetch(location.href, { signal: AbortSignal.timeout(10000) });
    if (!answer.ok) return;
    take(new DOMParser().parseFromString(await answer.text(), "text/html"), sent);
  } catch { timer ||= setTimeout(() => refresh(), 5 * PAUSE); }
}

function take(fresh, sent) {
  const before = streams();
  for (const part of page.querySelectorAll("[data-part]")) {
    const now = fresh.getElementById(part.id);
    const markup = now && plain(now);
    // The questions of a slot keep themselves up to date, and a form that is open there stays open.
    if (part.dataset.slot && part.dataset.slot === now?.dataset.slot) continue;
    if (!now || markups.get(part) === markup || (isWriting(part) && !part.contains(sent))) continue;
    document.adoptNode(now);
    replace(part, now);
    markups.set(now, markup);
    wake(now);
  }
  const after = streams();
  before.filter((name) => !after.includes(name)).forEach(unfollow);
}

const streams = () => [...page.querySelectorAll("[data-part] [data-follow]")].map((one) => one.dataset.follow);

// The token of a form is another one each time.
function plain(part) {
  const copy = part.cloneNode(true);
  copy.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((one) => one.remove());
  return copy.outerHTML;
}

const isWriting = (part) => part.contains(document.activeElement) && document.activeElement.matches("textarea, input:not([type=checkbox], [type=radio])")
  || [...part.querySelectorAll("textarea, input[type=text], input:not([type])")].some((field) => field.value !== field.defaultValue);
