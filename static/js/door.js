// The door: names are sought while one types, a tap is one deed, and what came of it is said.
import { post } from "./http.js";
import { onPut, put } from "./place.js";
import { announce, showLine } from "./status.js";
import { say } from "./words.js";
import "./scan.js";

const PAUSE = 300;
const list = document.querySelector("[data-door]");
const search = document.querySelector("[data-door-search]");
const field = search?.elements.name;
let timer = 0;

// As events/participants.py folds names.
const fold = (text) => text.toLowerCase().replaceAll("ß", "ss").normalize("NFKD").replace(/\p{M}/gu, "")
  .replaceAll("ae", "a").replaceAll("oe", "o").replaceAll("ue", "u");

function sift() {
  if (!field) return;
  const words = fold(field.value).split(/\s+/).filter(Boolean);
  for (const row of list.children) {
    const name = fold(row.querySelector(".door-name").textContent);
    row.hidden = !words.every((word) => name.includes(word));
  }
  list.classList.toggle("is-searching", words.length > 0);
  document.querySelector("[data-door-none]").hidden = shown().length > 0;
}

const shown = () => [...list.children].filter((row) => row.checkVisibility());

// The list is not whole, or somebody has registered meanwhile: ask for it again.
async function renew() {
  const query = new URLSearchParams({ name: field.value, wer: list.dataset.show });
  const answer = await fetch(`?${query}`).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-door]");
  if (!fresh || field.value !== query.get("name")) return;
  list.replaceChildren(...fresh.children);
  list.toggleAttribute("data-cut", fresh.hasAttribute("data-cut"));
  list.dataset.everybody = fresh.dataset.everybody;
  sift();
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(renew, PAUSE);
}

async function pass(button) {
  const row = button.closest(".door-row");
  if (row.ariaBusy) return;
  row.ariaBusy = "true";
  try {
    const { status, body } = await post(button.formAction, { deed: button.value }, document.getElementById("hall-actions"));
    if (status !== 200) throw new Error(body.error ?? say("failed"));
    put({ ...body, stream: list.dataset.stream }, true);
    tellWhat(body.said, body.is_new ? "new" : "known");
  } catch (error) {
    if (!navigator.onLine) showLine("offline");
    tellWhat(error instanceof TypeError || error.name === "TimeoutError" ? say("failed") : error.message, "wrong");
  } finally {
    row.removeAttribute("aria-busy");
  }
}

function tellWhat(sentence, kind) {
  const place = document.querySelector("[data-door-said]");
  place.textContent = sentence;
  place.dataset.doorSaid = kind;
  place.hidden = false;
  announce(sentence);
}

if (list) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[form=hall-actions]");
    if (!button) return;
    event.preventDefault();
    pass(button);
  });
  onPut((element) => {
    if (element.matches(".door-row")) sift();
    if (field && element.matches(".hall-count") && element.dataset.everybody !== list.dataset.everybody) later();
  });
}

if (field) {
  field.addEventListener("focus", () => field.select()); // the next name replaces the last one
  field.addEventListener("input", () => { sift(); if (list.hasAttribute("data-cut")) later(); });
  search.addEventListener("submit", (event) => {
    event.preventDefault();
    if (shown().length === 1) shown()[0].querySelector("button")?.focus();
  });
  document.querySelector(".door-who").addEventListener("click", (event) => {
    const link = event.target.closest("a[data-show]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    document.querySelectorAll(".door-who [aria-current]").forEach((one) => one.removeAttribute("aria-current"));
    link.setAttribute("aria-current", "true");
    list.dataset.show = link.dataset.show;
    history.replaceState(null, "", link.href);
    sift();
  });
}
