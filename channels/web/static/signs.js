// Clips with large controls of our own. Without this file a clip opens all the same and the browser's controls do.
// Nothing plays before somebody presses, and nothing has a sound.
(() => {
  const SLOWER = [1, 0.75, 0.5];
  const template = document.getElementById("clip-controls");
  if (!template) return;

  const each = (clip) => clip.querySelector("video");

  const equip = (clip) => {
    if (clip.dataset.ready) return;
    clip.dataset.ready = "yes";
    const video = each(clip);
    const stage = document.createElement("div");
    stage.className = "screen";
    video.before(stage);
    stage.append(video, template.content.cloneNode(true));
    const find = (name) => stage.querySelector(`[data-do=${name}]`);
    const [play, slower, again, words, big, at] = ["play", "slower", "again", "words", "big", "at"].map(find);
    const track = video.textTracks[0];
    video.controls = false;
    words.hidden = !track;
    if (track) track.mode = "hidden";

    const say = () => {
      play.setAttribute("aria-label", video.paused ? play.dataset.play : play.dataset.pause);
      stage.classList.toggle("plays", !video.paused);
    };
    const toggle = () => { if (video.paused) video.play().catch(() => {}); else video.pause(); };
    const move = () => { if (video.duration) { at.value = String(100 * video.currentTime / video.duration); at.setAttribute("aria-valuetext", `${Math.round(video.currentTime)} / ${Math.round(video.duration)}`); } };

    for (const event of ["play", "pause", "ended"]) video.addEventListener(event, say);
    for (const event of ["timeupdate", "loadedmetadata", "seeked"]) video.addEventListener(event, move);
    video.addEventListener("click", toggle);
    play.addEventListener("click", toggle);
    slower.addEventListener("click", () => {
      const speed = SLOWER[(SLOWER.indexOf(video.playbackRate) + 1) % SLOWER.length];
      video.defaultPlaybackRate = video.playbackRate = speed;
      slower.lastElementChild.textContent = `${speed}×`;
    });
    again.addEventListener("click", () => {
      video.currentTime = video.ended ? 0 : Math.max(0, video.currentTime - 3);
      video.play().catch(() => {});
    });
    words.addEventListener("click", () => {
      track.mode = track.mode === "showing" ? "hidden" : "showing";
      words.setAttribute("aria-pressed", String(track.mode === "showing"));
    });
    big.addEventListener("click", () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else if (stage.requestFullscreen) stage.requestFullscreen();
      else if (video.webkitEnterFullscreen) video.webkitEnterFullscreen();
    });
    at.addEventListener("input", (event) => {
      event.stopPropagation(); // it is no answer: the page keeps nothing of it
      if (video.duration) video.currentTime = at.value / 100 * video.duration;
    });
    say();
  };

  const still = matchMedia("(prefers-reduced-motion: reduce)");
  for (const clip of document.querySelectorAll("details.clip")) {
    if (clip.open) equip(clip);
    clip.addEventListener("toggle", () => {
      const video = each(clip);
      if (!clip.open) { video.pause(); return; }
      equip(clip);
      for (const other of document.querySelectorAll("details.clip[open]")) if (other !== clip) each(other).pause();
      video.preload = "metadata";
      if (clip.dataset.pressed && !still.matches) video.play().catch(() => {});
    });
    clip.firstElementChild.addEventListener("click", () => { clip.dataset.pressed = "yes"; });
  }
})();
