// An interpreter beside a recording: slower and faster, frame by frame, and a time put in before what is said from there
// on, by a button or by a key in the box. Without this file the browser's own controls are there, and times are typed.
(() => {
  const FRAME = 1 / 25, BACK = 5;

  const time = (seconds) => `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

  const begin = (player) => {
    const media = player.querySelector("video, audio"), controls = player.querySelector(".controls");
    const box = document.getElementById(player.dataset.box), status = controls.querySelector("[role=timer]");
    const play = controls.querySelector("[data-do=play]");

    const step = (frames) => { media.pause(); media.currentTime = Math.max(0, media.currentTime + frames * FRAME); };

    const mark = () => {
      const at = box.selectionStart, before = box.value.slice(0, at);
      const line = `${before && !before.endsWith("\n") ? "\n" : ""}${time(media.currentTime)} `;
      box.setRangeText(line, at, box.selectionEnd, "end");
      box.focus();
    };

    const act = {
      play: () => { if (media.paused) media.play(); else media.pause(); },
      back: () => { media.currentTime = Math.max(0, media.currentTime - BACK); },
      before: () => step(-1),
      after: () => step(1),
      mark,
    };

    const KEYS = { KeyP: "play", KeyB: "back", KeyT: "mark", Comma: "before", Period: "after" };

    const speed = (pressed) => {
      media.playbackRate = Number(pressed.dataset.speed);
      for (const each of controls.querySelectorAll("[data-speed]")) each.setAttribute("aria-pressed", each === pressed);
    };

    controls.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button && button.dataset.do) act[button.dataset.do]();
      if (button && button.dataset.speed) speed(button);
    });
    box.addEventListener("keydown", (event) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || !KEYS[event.code]) return;
      event.preventDefault();
      act[KEYS[event.code]]();
    });
    media.addEventListener("timeupdate", () => { status.textContent = time(media.currentTime); });
    for (const what of ["play", "pause"]) media.addEventListener(what, () => { play.textContent = media.paused ? play.dataset.play : play.dataset.pause; });
    // Whoever presses "Tell duty now" while it plays says with it where that was (R60).
    for (const at of document.querySelectorAll("input[name=at]")) media.addEventListener("timeupdate", () => { at.value = Math.floor(media.currentTime); });
    controls.hidden = false;
  };

  document.querySelectorAll(".player[data-box]").forEach(begin);
})();
