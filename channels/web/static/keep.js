// What is half typed is kept sealed on the server while it is typed, so that a lost signal or a closed page loses
// nothing. Nothing is kept on this device. Next is still what answers; the page works the same without this file.
(() => {
  const form = document.getElementById("question");
  const state = document.getElementById("kept");
  if (!form || !state) return;
  const PAUSE = 1500, FIRST_RETRY = 5000, LONGEST_RETRY = 60000;
  let waiting, retry = FIRST_RETRY, changed = false, going = false, over = false, cut = false, pressed = null;

  const show = (name) => {
    state.hidden = false;
    state.dataset.state = name;
    state.setAttribute("aria-live", name === "unsaved" || name === "expired" ? "polite" : "off");
    state.lastElementChild.textContent = state.dataset[name];
  };

  const soon = (pause) => { clearTimeout(waiting); waiting = setTimeout(save, pause); };

  const failed = () => {
    changed = true;
    show("unsaved");
    soon(retry);
    retry = Math.min(retry * 2, LONGEST_RETRY);
  };

  const done = (status) => {
    if (status === 204) {
      retry = FIRST_RETRY;
      show(changed ? "saving" : "saved");
      if (pressed) form.requestSubmit(pressed); else if (changed) soon(PAUSE);
    }
    else if (status === 413) show("full");
    else if (status >= 500 || status === 409) failed();
    else { over = true; show("expired"); }
  };

  const save = async () => {
    if (going || over || !changed) return;
    going = true; changed = false;
    show("saving");
    const body = new URLSearchParams(new FormData(form));
    body.set("do", "keep");
    try {
      const { status } = await fetch(form.action, { method: "POST", body, redirect: "manual", keepalive: true });
      cut = false;
      done(status);
    } catch {
      cut = true;
      failed();
    } finally {
      going = false;
    }
  };

  form.addEventListener("input", (event) => {
    if (event.target.matches("[type=radio], [type=checkbox]") && !event.target.name.startsWith("near-")) return;
    changed = true;
    soon(PAUSE);
  });
  // Without a signal the press waits here. Where the device thinks that it has one, a second press goes.
  form.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    if (over || (navigator.onLine && (!cut || pressed))) { over = true; return; }
    event.preventDefault();
    pressed = event.submitter;
    changed = true;
    if (navigator.onLine) save(); else show("unsaved");
  });
  // The press has gone, and the signal with it (onward.js): the same.
  form.addEventListener("cut", (event) => {
    event.preventDefault();
    over = false; cut = true;
    pressed = event.detail;
    failed();
  });
  addEventListener("online", () => { retry = FIRST_RETRY; soon(0); });
  addEventListener("offline", () => { if (changed) show("unsaved"); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
})();
