// The page for times without a network: shows what waits to be sent, and goes on when it is back.
const member = localStorage.getItem("member");
const waiting = JSON.parse(localStorage.getItem("outbox") ?? "[]").filter((one) => one.member === member);
const list = document.querySelector("[data-unsent]");
for (const { text } of waiting) {
  list.append(Object.assign(document.createElement("li"), { className: "note", textContent: text }));
}
document.querySelector("[data-unsent-heading]").hidden = waiting.length === 0;

// A network that is back does not mean that the server answers, so the server is asked.
async function goOn() {
  const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return;
  // It stands in the place of another page, unless somebody has asked for this one.
  if (location.pathname === document.body.dataset.own) location.replace("/");
  else location.reload();
}
addEventListener("online", goOn);
setInterval(goOn, 4000);
