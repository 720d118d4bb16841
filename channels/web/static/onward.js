// Next brings the next question in one answer (channels/web/onward.py), where the browser alone would wait for two.
// Without this file, or where anything is out of the way, the form goes as forms do.
(() => {
  const root = document.documentElement, STAYS = /\/(exit|onward)\.js$/, AGAIN = 3000, KEPT_ALIVE = 60000;
  const here = () => location.pathname + location.search;
  let shown = here(), since = 0;

  // The form belongs to the page it came with, whatever the address says.
  const bind = () => document.getElementById("question")?.setAttribute("action", shown);

  const dressed = (page) => Promise.all([...page.querySelectorAll("link[rel=stylesheet]")]
    .filter(({ href }) => ![...document.styleSheets].some((each) => each.href === href))
    .map(({ href }) => new Promise((done) => {
      document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload: done, onerror: done }));
    })));

  const run = (src) => new Promise((done) => {
    document.body.append(Object.assign(document.createElement("script"), { src, onload: done, onerror: done }));
  });

  // What she has reached by keys stays in sight.
  const settled = (first) => {
    delete root.dataset.coming;
    if (![first, document.body].includes(document.activeElement)) document.activeElement.scrollIntoView({ block: "nearest" });
  };

  const show = (page, address) => {
    if (address !== shown) history.pushState(null, "", address);
    shown = address;
    for (const { name, value } of page.documentElement.attributes) root.setAttribute(name, value);
    document.title = page.title;
    const scripts = [...page.scripts].map(({ src }) => src).filter((src) => !STAYS.test(src));
    document.body.replaceWith(page.body);
    bind();
    const first = document.querySelector(".wrong") || document.querySelector("h1");
    root.dataset.coming = "";
    Promise.all(scripts.map(run)).then(() => settled(first));
    first.tabIndex = -1;
    first.focus({ preventScroll: true });
    scrollTo(0, 0);
  };

  const asItWas = (form, { name, value }) => {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    form.submit();
  };

  // Without a signal a choice waits here, as words do (keep.js).
  const later = (form, pressed, note) => {
    note.className = "kept";
    note.textContent = note.dataset.waits;
    setTimeout(() => { if (form.isConnected) form.requestSubmit(pressed); }, AGAIN);
  };

  const go = async (form, pressed) => {
    const from = here(), body = new URLSearchParams(new FormData(form));
    body.delete("recording");
    body.set(pressed.name, pressed.value);
    let note = form.querySelector("#waits");
    try {
      const keepalive = String(body).length < KEPT_ALIVE;  // Next, then Exit: it was pressed
      const answer = await fetch(form.action, { method: "POST", body, keepalive, headers: { "x-onward": "1" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      note = null;
      const { pathname, search } = new URL(answer.url);
      if (!page.getElementById("main")) throw answer.status;
      await dressed(page);
      if (root.className !== "gone" && here() === from) show(page, answer.headers.get("x-address") || pathname + search);
    } catch {
      form.removeAttribute("aria-busy");
      if (note) later(form, pressed, note);
      else if (form.dispatchEvent(new CustomEvent("cut", { cancelable: true, detail: pressed }))) asItWas(form, pressed);
    }
  };

  document.addEventListener("submit", (event) => {
    const { target: form, submitter: pressed } = event;
    if (event.defaultPrevented || form.id !== "question" || !pressed || !["next", "skip"].includes(pressed.value)) return;
    if ([...form.querySelectorAll("[type=file]")].some((each) => each.files.length)) return;
    const waits = form.hasAttribute("aria-busy");
    if (waits && performance.now() - since > AGAIN) return;  // once more: as browsers do
    event.preventDefault();
    if (waits) return;
    since = performance.now();
    form.setAttribute("aria-busy", "true");
    go(form, pressed);
  });

  // Until her question has come, nothing in this one can be pressed.
  addEventListener("popstate", () => {
    if (here() === shown) return;
    document.getElementById("main").inert = true;
    location.replace(here());
  });

  bind();
})();
