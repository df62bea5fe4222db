// What is mine in fragments that are the same for everybody: my reactions, my support.
import { post } from "./http.js";
import { put } from "./place.js";
import { announce } from "./status.js";
import { say } from "./words.js";

const MINE = ["comment-actions", "idea-actions", "board-actions"].map((form) => `button[form=${form}]`).join();
const reactions = {};

/** Learn from a part of the page which reactions in it are mine. */
export function learn(root) {
  Object.assign(reactions, JSON.parse(root.querySelector("#mine")?.textContent ?? "{}"));
}

/** Press my reactions on the comments within an element. */
export function press(root) {
  const comments = root.matches?.(".comment") ? [root] : root.querySelectorAll(".comment");
  for (const comment of comments) {
    const mine = reactions[comment.id.slice("comment-".length)] ?? [];
    for (const button of comment.querySelectorAll(".reaction")) {
      button.setAttribute("aria-pressed", mine.includes(button.value));
    }
  }
}

async function send(button) {
  const form = document.getElementById(button.getAttribute("form"));
  button.setAttribute("aria-busy", "true");
  try {
    const { status, body } = await post(button.formAction, { [button.name]: button.value }, form);
    if (status !== 200) throw new Error(body.error);
    take(button, body);
  } catch (error) {
    announce(error.message || say("failed"));
    button.removeAttribute("aria-busy");
  }
}

function take(button, body) {
  const stream = document.querySelector("[data-stream]")?.dataset.stream;
  if (body.mine) reactions[body.id.slice("comment-".length)] = body.mine;
  if ("supported" in body) document.querySelector(".idea")?.toggleAttribute("data-supported", body.supported);
  if (body.html) put({ ...body, stream }, true);
  if (body.said) announce(body.said);
  button.removeAttribute("aria-busy");
}

document.addEventListener("click", (event) => {
  const button = event.target.closest(MINE);
  if (!button) return;
  event.preventDefault();
  if (!button.ariaBusy) send(button);
});
