// When many come to the open door at once (voice/working_for_it.py), the browser looks for a number in a thread of its
// own, and Start waits for it. Without this file, or where it takes too long, the form goes as it is and waits its turn.
(() => {
  const form = document.querySelector("form[data-work]");
  if (!form || !window.Worker || !(window.crypto && crypto.subtle)) return;
  const thread = new Worker("/static/worker.js");
  let over = false, pressed = false;

  const end = (found) => {
    if (over) return;
    over = true;
    if (found) form.elements.work.value = found;
    thread.terminate();
    if (pressed) form.submit();
  };

  thread.onmessage = ({ data }) => end(data);
  thread.onerror = () => end("");
  setTimeout(() => end(""), 20000);
  form.addEventListener("submit", (event) => {
    if (over) return;
    pressed = true;
    event.preventDefault();
    form.setAttribute("aria-busy", "true");
  });
  thread.postMessage(JSON.parse(form.dataset.work));
})();
