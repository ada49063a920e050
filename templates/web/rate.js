// What plain forms cannot do: keys, counts of what is heard, and sending again what a lost
// connection kept back. Without it the pages work all the same.
"use strict";
(() => {
  const REMEMBERED = "etudes.shortcuts";
  const UNSENT = `etudes.unsent.${document.body.dataset.rater}`;
  const LONGEST_PAUSE = 15000; // milliseconds between two tries
  const PATIENCE = 20000; // milliseconds until an answer is no longer waited for
  const SITE = "X-Rating"; // stands on the site's own answers, not on a portal's or proxy's
  const OUTCOMES = {
    401: "unknown", 403: "unknown", 423: "closed",
    404: "refused", 409: "refused", 413: "refused", 422: "refused",
  };
  const form = document.getElementById("answer");
  const status = document.getElementById("status");

  const SAID = JSON.parse(document.body.dataset.said); // in the language of the session
  const filled = (words, values) => words.replace(
    /\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole),
  );
  const say = (words) => { if (status) status.textContent = words; };
  const field = (name) => form.elements.namedItem(name);

  // What was not sent yet, kept in this browser: the address of each trial and its form.

  function unsent() {
    try { return JSON.parse(localStorage.getItem(UNSENT)) || {}; } catch { return {}; }
  }
  function keep(address, body) {
    const all = unsent();
    if (body === null) delete all[address]; else all[address] = body;
    try {
      if (Object.keys(all).length) localStorage.setItem(UNSENT, JSON.stringify(all));
      else localStorage.removeItem(UNSENT);
    } catch { /* where nothing can be kept, the page itself keeps it */ }
  }

  // AbortSignal.timeout is younger than browsers that some raters have.
  async function asked(address, options) {
    const ending = new AbortController();
    const timer = setTimeout(() => ending.abort(), PATIENCE);
    try {
      return await fetch(address, { ...options, redirect: "manual", signal: ending.signal });
    } finally {
      clearTimeout(timer);
    }
  }

  // "kept" on the server's disk, which the server says by the form's own id; "unknown" where
  // the cookie has gone or another link was opened since; "closed" where the session is;
  // "refused" by the site; all else is "later".
  async function sent(address, body) {
    const fields = new URLSearchParams(body);
    fields.set("token", document.body.dataset.token);
    try {
      const answer = await asked(address, {
        method: "POST", body: fields, headers: { [SITE]: "script" },
      });
      const said = answer.headers.get(SITE);
      if (said === `kept ${fields.get("submit_id")}`) return "kept";
      return (said !== null && OUTCOMES[answer.status]) || "later";
    } catch {
      return "later";
    }
  }

  const pause = (milliseconds) => new Promise((go) => {
    const end = () => { clearTimeout(timer); removeEventListener("online", end); go(); };
    const timer = setTimeout(end, milliseconds);
    addEventListener("online", end);
  });

  async function sendUntilKept(address, body) {
    keep(address, body);
    for (let wait = 500; ; wait = Math.min(2 * wait, LONGEST_PAUSE)) {
      const outcome = await sent(address, body);
      if (outcome === "kept" || outcome === "refused") keep(address, null);
      if (outcome !== "later") return outcome;
      say(SAID.unsent);
      await pause(wait);
    }
  }

  // Go on once the server answers: a page that cannot be loaded would leave nothing to go by.
  let isSent = false;
  async function goOn() {
    isSent = true;
    for (let wait = 500; ; wait = Math.min(2 * wait, LONGEST_PAUSE)) {
      try {
        const answer = await asked("/next", { method: "HEAD" });
        if (answer.type === "opaqueredirect" || answer.headers.has(SITE)) {
          location.assign("/next");
          return;
        }
      } catch { /* as where somebody else answers */ }
      say(SAID.waiting);
      await pause(wait);
    }
  }

  // Answers of earlier pages that did not get through.
  async function flush() {
    const here = form ? new URL(form.action).pathname : "";
    for (const [address, body] of Object.entries(unsent())) {
      if (!/^\/trial\/[\w-]+$/.test(address)) { keep(address, null); continue; }
      say(SAID.flushing);
      const outcome = await sendUntilKept(address, body);
      if (outcome === "unknown") { say(SAID.forgotten); return; }
      if (outcome === "closed") { say(SAID.closed); return; }
      say(outcome === "kept" ? SAID.flushed : SAID.answered);
      if (address === here && outcome === "kept") { await goOn(); return; }
    }
  }

  // What the browser kept of a page while others were shown: a form that was sent already, or
  // a count that has risen. What was typed and not sent stays.
  addEventListener("pageshow", (event) => {
    if (event.persisted && (isSent || !form)) location.reload();
  });
  flush();
  if (!form) return;

  // Sound: how often it was started, and whether all of it was heard.

  const sounds = [...form.querySelectorAll("audio")];
  const heard = field("heard");
  const ended = new Set();
  heard.disabled = false;

  function covered(sound) {
    let seconds = 0;
    for (let n = 0; n < sound.played.length; n += 1) {
      seconds += sound.played.end(n) - sound.played.start(n);
    }
    return seconds >= sound.duration - Math.max(0.3, 0.02 * sound.duration);
  }
  for (const sound of sounds) {
    sound.addEventListener("play", () => {
      if (sound.currentTime < 0.25) field("plays").value = Number(field("plays").value) + 1;
      for (const other of sounds) if (other !== sound) other.pause();
      current = sound;
    });
    sound.addEventListener("ended", () => {
      if (!covered(sound)) {
        say(SAID.skipped);
        return;
      }
      ended.add(sound);
      if (ended.size === sounds.length) {
        heard.value = "1";
        say(SAID.heard);
      } else {
        current = sounds.find((other) => !ended.has(other));
        say(SAID.other);
      }
    });
    sound.addEventListener("error", () => say(SAID.silent));
  }
  let current = sounds[0];

  function playOrPause() {
    if (!current.paused) { current.pause(); return; }
    current.play().catch(() => say(SAID.unplayed));
  }

  // Sending.

  const begun = performance.now();
  const earlier = Number(field("seconds").value) || 0;
  const button = document.getElementById("send");
  let isSending = false;

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isSending) return;
    if (heard.value !== "1" && !document.getElementById("bypass").checked) {
      say(SAID.unheard);
      sounds[0].focus();
      return;
    }
    isSending = true;
    button.setAttribute("aria-disabled", "true");
    field("seconds").value = (earlier + (performance.now() - begun) / 1000).toFixed(1);
    say(SAID.sending);
    const body = new URLSearchParams(new FormData(form)).toString();
    const outcome = await sendUntilKept(new URL(form.action).pathname, body);
    if (outcome === "kept") await goOn();
    else if (outcome === "unknown") say(SAID.forgotten);
    else form.submit(); // the server's own page says why
    isSending = false;
    button.removeAttribute("aria-disabled");
  });

  // Keys. They can be switched off (WCAG 2.1.4), and that is remembered.

  const shortcuts = document.getElementById("shortcuts");
  const scales = [...form.querySelectorAll("[data-scale]")];
  document.getElementById("keys").hidden = false;
  try { shortcuts.checked = localStorage.getItem(REMEMBERED) !== "off"; }
  catch { shortcuts.checked = true; }
  shortcuts.addEventListener("change", () => {
    try { localStorage.setItem(REMEMBERED, shortcuts.checked ? "on" : "off"); }
    catch { /* then for this page alone */ }
    say(shortcuts.checked ? SAID.on : SAID.off);
  });

  const isAnswered = (scale) => scale.querySelector("input:checked") !== null;

  function choose(number) {
    const scale = scales.find((one) => one.contains(document.activeElement))
      || scales.find((one) => !isAnswered(one)) || scales[0];
    const input = scale.querySelectorAll("input")[number - 1];
    if (!input) return;
    input.checked = true;
    const next = scales.slice(scales.indexOf(scale) + 1).find((one) => !isAnswered(one))
      || scales.find((one) => !isAnswered(one));
    (next || scale).focus({ preventScroll: true });
    (next || scale).scrollIntoView({ block: "nearest" });
    say(filled(next ? SAID.chosen : SAID.complete, {
      question: scale.querySelector("legend").textContent,
      answer: input.closest("label").textContent.trim(),
    }));
  }

  // The browser itself would go to the first open question's 1, and space would tick it.
  function sendOrSayWhatIsOpen() {
    const open = scales.find((one) => !isAnswered(one));
    if (!open) { form.requestSubmit(); return; }
    open.focus();
    say(filled(SAID.open, { question: open.querySelector("legend").textContent }));
  }

  // What an element does with a key by itself goes first.
  function isOwn(target, key) {
    if (target.closest("textarea, select, input:not([type=radio], [type=checkbox])")) return true;
    if (key === " ") {
      return target.closest("button, a, summary, audio, [type=checkbox]") !== null
        || target.matches("[type=radio]:not(:checked)");
    }
    return key === "Enter" && target.closest("button, a, summary, audio, input") !== null;
  }

  document.addEventListener("keydown", (event) => {
    const isPlain = !(event.ctrlKey || event.altKey || event.metaKey || event.isComposing);
    if (!shortcuts.checked || !isPlain || isOwn(event.target, event.key)) return;
    if (/^[1-7]$/.test(event.key)) choose(Number(event.key));
    else if (event.key === " " && !event.repeat) playOrPause();
    else if (event.key === "Enter" && !event.repeat) sendOrSayWhatIsOpen();
    else return;
    event.preventDefault();
  });
})();
