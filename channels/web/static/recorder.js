// Record yourself: see yourself, three, two, one, stop, watch, again, delete, keep. Nothing leaves the telephone before
// Keep is pressed, and nothing is kept on it: the recording lies in the page's memory, and goes in pieces (tus 1.0.0)
// that wait for the signal and go on where they stopped. Nobody is asked whether to leave: that can be urgent. The camera and the microphone are let go of as soon as they
// are not needed, when the page is hidden and when she leaves. Without this file there is a file to choose.
(() => {
  const root = document.getElementById("recorder");
  if (!root || !navigator.mediaDevices || !window.MediaRecorder) return;
  const TYPES = {
    video: ["video/webm;codecs=vp8,opus", "video/webm;codecs=vp8", "video/webm", "video/mp4"],
    audio: ["audio/webm;codecs=opus", "audio/webm", "audio/mp4"],
  };
  const PIECE = 256 * 1024, LARGEST_PIECE = 4 * 1024 * 1024, QUICK = 2000, FIRST_WAIT = 1000, LONGEST_WAIT = 20000;
  const AWAY = [0, 429, 502, 503, 504];
  const LONGEST = Number(root.dataset.seconds), MOST = Number(root.dataset.most);
  const find = (what) => root.querySelector(what);
  const see = find(".see"), watch = find(".watch-again"), left = find(".left"), bar = find(".left progress");
  const other = document.getElementById("otherwise");
  const count = find(".count"), status = find("[role=status]"), sent = find(".sent-so-far");
  const into = root.dataset.into && document.getElementById(root.dataset.into);  // a form's field takes it, and no upload
  let stream, recorder, film, address, way, timer, stopped, begun = "ask";

  const say = (words) => { status.textContent = words || ""; };
  const words = (name, value) => root.dataset[name].replace("%s", value);

  const how = () => (find("[name=how]:checked") || find("[name=how]")).value;

  // What is in sight at this step. Who gives her voice alone is shown no mirror and told nothing about how she looks.
  const arrange = () => {
    const now = root.dataset.step, heard = how() === "sound";
    for (const each of root.querySelectorAll("[data-in], [data-seen]")) {
      const later = each.dataset.in !== undefined && !each.dataset.in.split(" ").includes(now);
      each.hidden = later || (heard && each.dataset.seen !== undefined);
    }
  };

  // One step at a time is in sight, and what can be pressed next has the focus.
  const step = (name, message) => {
    root.dataset.step = name;
    arrange();
    say(message);
    const first = [...root.querySelectorAll("[data-first]")].find((each) => !each.closest("[hidden]"));
    other.hidden = name !== "ask";
    if (first && name !== begun) {
      first.focus({ preventScroll: true });
      root.scrollIntoView();
    }
    begun = name;
  };

  const release = () => {
    clearInterval(timer);
    if (stream) for (const track of stream.getTracks()) track.stop();
    stream = see.srcObject = null;
  };

  const forget = () => {
    if (watch.src) URL.revokeObjectURL(watch.src);
    watch.removeAttribute("src");
    watch.load();
    film = null;
  };

  const open = async () => {
    forget();
    const picture = { facingMode: "user", width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 25 } };
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: how() !== "sound" && picture, audio: how() !== "sign" });
    } catch {
      step("ask", root.dataset.refused);
      return;
    }
    if (document.hidden) { release(); return; }
    see.srcObject = stream;
    step("ready", root.dataset.ready);
  };

  const show = (seconds) => {
    bar.value = LONGEST - seconds;
    const over = seconds > 60 ? words("minutes", Math.ceil(seconds / 60)) : words("left", Math.ceil(seconds));
    left.lastElementChild.textContent = over;
    if ([60, 30, 10].includes(Math.ceil(seconds))) say(over);
  };

  const start = () => {
    const sort = how() === "sound" ? "audio" : "video", pieces = [];
    const kind = TYPES[sort].find((each) => MediaRecorder.isTypeSupported(each));
    recorder = new MediaRecorder(stream, { ...(kind && { mimeType: kind }), videoBitsPerSecond: 1000000, audioBitsPerSecond: 48000 });
    let size = 0;
    recorder.ondataavailable = ({ data }) => { pieces.push(data); size += data.size; if (size > MOST * .95) stop(); };
    recorder.onstop = () => {
      release();
      film = new Blob(pieces, { type: (recorder.mimeType || kind || sort + "/webm").split(";")[0] });
      watch.src = URL.createObjectURL(film);
      watch.classList.toggle("heard", sort === "audio");
      if (film.size) step("watch", root.dataset.look); else step("ask", root.dataset.failed);
    };
    recorder.onerror = stop;
    for (const track of stream.getTracks()) track.onended = stop;  // somebody took the camera away
    recorder.start(1000);
    const began = performance.now();
    step("going", root.dataset.going);
    show(LONGEST);
    timer = setInterval(() => {
      const over = (performance.now() - began) / 1000;
      show(Math.max(0, LONGEST - over));
      if (over >= LONGEST) stop();
    }, 500);
  };

  const stop = () => { if (recorder && recorder.state !== "inactive") recorder.stop(); };

  const countdown = () => {
    let number = 3;
    step("counting");
    const tick = () => {
      if (!stream) return;
      count.textContent = number || "";
      if (number) { say(String(number)); number--; timer = setTimeout(tick, 1000); } else start();
    };
    tick();
  };

  const ask = (method, to, headers, body) =>
    fetch(to, { method, body, headers: { "tus-resumable": "1.0.0", "x-csrf": root.dataset.csrf, ...headers } });

  const told = (answer) => {
    const wrong = new Error(answer.status);
    wrong.final = [400, 403, 404, 410, 413, 415, 422].includes(answer.status);
    wrong.large = answer.status === 413;
    return wrong;
  };

  const begin = async () => {
    const of = { question: root.dataset.question, filetype: film.type };
    const metadata = Object.entries(of).map(([name, value]) => `${name} ${btoa(value)}`).join(",");
    const answer = await ask("POST", root.dataset.uploads, { "upload-length": String(film.size), "upload-metadata": metadata });
    if (answer.status !== 201) throw told(answer);
    address = answer.headers.get("location");
  };

  const reached = async () => {
    const answer = await ask("HEAD", address);
    if (!answer.ok) throw told(answer);
    return Number(answer.headers.get("upload-offset"));
  };

  // After a pause, or as soon as the signal is back.
  const pause = (time) => new Promise((go) => { setTimeout(go, time); addEventListener("online", go, { once: true }); });

  const send = async () => {
    let wait = FIRST_WAIT, piece = PIECE, at = null;
    stopped = false;
    step("sending", root.dataset.sending);
    while (!stopped) {
      try {
        if (!address) await begin();
        if (at === null) at = await reached();
        sent.firstElementChild.value = at / film.size;
        sent.lastElementChild.textContent = words("percent", Math.floor(at / film.size * 100));
        if (at >= film.size) { location.replace(root.dataset.then); return; }
        const began = performance.now();
        const headers = { "content-type": "application/offset+octet-stream", "upload-offset": String(at) };
        const answer = await ask("PATCH", address, headers, film.slice(at, at + piece));
        if (answer.status !== 204) throw told(answer);
        at = Number(answer.headers.get("upload-offset"));
        wait = FIRST_WAIT;
        if (performance.now() - began < QUICK) piece = Math.min(piece * 2, LARGEST_PIECE);
        say(root.dataset.sending);
      } catch (problem) {
        if (stopped) return;
        if (problem.final) { address = null; step("watch", problem.large ? root.dataset.large : root.dataset.failed); return; }
        at = null; piece = PIECE;
        say(root.dataset.lost);
        await pause(wait);
        wait = Math.min(wait * 2, LONGEST_WAIT);
      }
    }
  };

  // The form, whole, with the film in its field. Where the signal goes it is sent again, and nothing of it is lost.
  const whole = (form) => new Promise((come, fail) => {
    way = new XMLHttpRequest();
    way.open("POST", form.action);
    way.upload.onprogress = ({ loaded, total }) => {
      sent.firstElementChild.value = loaded / total;
      sent.lastElementChild.textContent = words("percent", Math.floor(loaded / total * 100));
    };
    way.onload = () => { if (AWAY.includes(way.status)) fail(); else come(way); };
    way.onerror = way.onabort = way.ontimeout = fail;
    way.send(new FormData(form));
  });

  const hand = async () => {
    const files = new DataTransfer(), form = into.form;
    files.items.add(film instanceof File ? film : new File([film], "film", { type: film.type }));
    into.files = files.files;
    let wait = FIRST_WAIT;
    stopped = false;
    step("sending", root.dataset.sending);
    while (!stopped) {
      try {
        const answer = await whole(form);
        if (answer.responseURL !== form.action) { location.replace(answer.responseURL); return; }
        document.open();
        document.write(answer.responseText);
        document.close();
        return;
      } catch {
        if (stopped) return;
        say(root.dataset.lost);
        await pause(wait);
        wait = Math.min(wait * 2, LONGEST_WAIT);
        if (!stopped) say(root.dataset.sending);
      }
    }
  };

  const cancel = async () => {
    stopped = true;
    const gone = address;
    address = null;
    if (way) way.abort();
    step(watch.src ? "watch" : "ask", watch.src ? root.dataset.look : "");
    if (gone) await ask("DELETE", gone).catch(() => {});
  };

  const act = {
    open, countdown, stop, cancel,
    send: into ? hand : send,
    again: open,
    remove: () => { forget(); step("ask", root.dataset.removed); },
    close: () => { release(); step("ask"); },
  };
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) act[button.dataset.do]();
  });

  root.addEventListener("change", arrange);

  // A film that was chosen and not made here goes the same way.
  if (into) into.form.addEventListener("submit", (event) => {
    if (!into.files.length) return;
    event.preventDefault();
    film = into.files[0];
    hand();
  });

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return;
    const before = root.dataset.step;
    stop();
    release();
    if (before === "ready" || before === "counting") step("ask");
  });
  for (const gone of ["pagehide", "leaving"]) addEventListener(gone, () => { stop(); release(); forget(); });

  root.hidden = false;
  other.open = false;
  step("ask");
})();
