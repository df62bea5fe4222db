// Times as a person says them: "5 minutes ago"; the exact one stays in the title.
import { say } from "./words.js";

const language = document.documentElement.lang || "de";
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "long" });
const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric" });
const STEPS = [[3600, 60, "minute"], [86400, 3600, "hour"], [30 * 86400, 86400, "day"]];

export function tell(root = document) {
  for (const element of root.querySelectorAll("time[datetime][title]")) {
    const when = new Date(element.dateTime);
    const seconds = (Date.now() - when) / 1000;
    const step = STEPS.find(([below]) => seconds < below);
    if (seconds < 60) element.textContent = say("time.now");
    else if (step) element.textContent = relative.format(-Math.floor(seconds / step[1]), step[2]);
    else element.textContent = day.format(when);
  }
}

// A lock that has run out: the discussion is open again.
function reopen() {
  for (const one of document.querySelectorAll("[data-closed][data-until]")) {
    if (new Date(one.dataset.until) > Date.now()) continue;
    one.removeAttribute("data-closed");
    one.replaceChildren();
  }
}

setInterval(() => document.visibilityState === "visible" && (tell(), reopen()), 60000);
