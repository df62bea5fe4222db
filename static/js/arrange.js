// Saying where an idea stands without leaving the board: the forms of that page, in a dialog.
import { post } from "./http.js";
import { put } from "./place.js";
import { announce } from "./status.js";

const OPENS = ["button[form=board-arrange]", ".arrange a", ".arrange-line a"].join();

async function open(url) {
  try {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(answer.status);
    show(new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main > section"));
  } catch { location.assign(url); } // the page itself says what is the matter
}

function show(section) {
  const dialog = document.createElement("dialog");
  const heading = section.querySelector("h1");
  heading.id = "arranging";
  dialog.setAttribute("aria-labelledby", heading.id);
  dialog.append(section);
  dialog.querySelector("[name=because]").autofocus = true;
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => {
    if (event.target.closest("a")?.pathname !== location.pathname) return;
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("submit", (event) => { event.preventDefault(); send(event.target, event.submitter, dialog); });
  document.body.append(dialog);
  dialog.showModal();
}

async function send(form, submitter, dialog) {
  submitter.setAttribute("aria-busy", "true");
  try {
    const { status, body } = await post(form.action, new FormData(form, submitter), form);
    if (status !== 200) throw new Error(body.error);
    dialog.close();
    const { stream } = document.querySelector("[data-stream]")?.dataset ?? {};
    put({ ...body, stream }, true);
    document.querySelector(`#${body.id} h3 a`)?.focus({ preventScroll: true });
    announce(body.said);
  } catch { form.submit(); } // the page shows each message at its field
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest(OPENS);
  if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(opener.formAction ?? opener.href);
});
