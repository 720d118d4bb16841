// Our own large controls under a recording: slower, a part again and again, back a little, full screen. They say in
// words what they do, and work by keyboard, switch and voice. Without this file the browser's own controls are there.
(() => {
  const BACK = 5;

  const time = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

  const begin = (player) => {
    const media = player.querySelector("video, audio"), controls = player.querySelector(".controls");
    if (!controls) return;
    const find = (what) => controls.querySelector(`[data-do=${what}]`);
    const play = find("play"), whole = find("whole"), status = controls.querySelector("[role=status]");
    const part = { from: null, to: null };

    const show = () => {
      for (const end of ["from", "to"]) find(end).setAttribute("aria-pressed", part[end] !== null);
      whole.disabled = part.from === null && part.to === null;
      status.textContent = whole.disabled ? "" : `${time(part.from || 0)} – ${part.to === null ? "…" : time(part.to)}`;
    };

    const set = (end) => {
      part[end] = media.currentTime;
      if (part.from !== null && part.to !== null && part.to <= part.from) part[end === "from" ? "to" : "from"] = null;
      show();
    };

    const act = {
      play: () => { if (media.paused) media.play(); else media.pause(); },
      back: () => { media.currentTime = Math.max(0, media.currentTime - BACK); },
      full: () => { if (document.fullscreenElement) document.exitFullscreen(); else (media.requestFullscreen || media.webkitEnterFullscreen).call(media); },
      from: () => set("from"),
      to: () => { set("to"); if (part.to !== null) { media.currentTime = part.from || 0; media.play(); } },
      whole: () => { part.from = part.to = null; show(); },
    };

    const speed = (pressed) => {
      media.playbackRate = Number(pressed.dataset.speed);
      for (const each of controls.querySelectorAll("[data-speed]")) each.setAttribute("aria-pressed", each === pressed);
    };

    controls.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button && button.dataset.do) act[button.dataset.do]();
      if (button && button.dataset.speed) speed(button);
    });
    media.addEventListener("timeupdate", () => {
      if (part.to !== null && media.currentTime >= part.to) media.currentTime = part.from || 0;
    });
    // Whoever watches can tell duty at once, before a word of it is translated: the moment goes along (R60).
    player.querySelector("[data-moment]").addEventListener("click", (event) => {
      const to = new URL(event.currentTarget.href);
      to.searchParams.set("at", Math.floor(media.currentTime));
      event.currentTarget.href = to;
    });
    for (const what of ["play", "pause"]) media.addEventListener(what, () => { play.textContent = media.paused ? play.dataset.play : play.dataset.pause; });
    controls.hidden = false;
  };

  document.querySelectorAll(".player").forEach(begin);
})();
