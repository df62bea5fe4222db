// Scanning a ticket inside the page, where the browser can; the phone's own camera does it as well.
const EVERY = 200;
const opener = document.querySelector("[data-scan]");
const dialog = document.querySelector("[data-scan-dialog]");
const can = "BarcodeDetector" in window && navigator.mediaDevices?.getUserMedia;
const part = (name) => dialog.querySelector(`[data-scan-${name}]`);
let stream = null, timer = 0;

/** Return where a code leads, if it is one of this event. */
function target(words) {
  const url = URL.parse?.(words) ?? (URL.canParse?.(words) ? new URL(words) : null);
  const own = `/termine/${document.querySelector("[data-hall]").dataset.hall}/einlass/`;
  return url?.host === location.host && url.pathname.startsWith(own) ? url.pathname : "";
}

async function open() {
  part("wrong").hidden = part("denied").hidden = true;
  dialog.showModal();
  const video = dialog.querySelector("video");
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    if (!dialog.open) return stop();
    video.srcObject = stream;
    await video.play();
    const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
    timer = setInterval(() => look(detector, video), EVERY);
  } catch {
    part("denied").hidden = false;
    stop();
  }
}

async function look(detector, video) {
  const [code] = await detector.detect(video).catch(() => []);
  if (!code || !stream) return;
  const path = target(code.rawValue);
  part("wrong").hidden = Boolean(path);
  if (!path) return;
  stop();
  location.assign(path);
}

function stop() {
  clearInterval(timer);
  stream?.getTracks().forEach((track) => track.stop());
  stream = null;
}

if (can && opener) {
  opener.hidden = false;
  opener.querySelector("[data-scan-open]").addEventListener("click", open);
  dialog.addEventListener("close", stop);
}
