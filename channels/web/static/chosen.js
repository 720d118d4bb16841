// A picture that is only tried is shown where it was chosen, out of the page's own memory: it goes nowhere.
(() => {
  const field = document.getElementById("recording"), chosen = document.getElementById("chosen");
  if (!field || !chosen) return;
  const picture = chosen.querySelector("img");
  picture.addEventListener("error", () => { chosen.hidden = true; });  // no picture that this browser can show
  field.addEventListener("change", () => {
    if (picture.src) URL.revokeObjectURL(picture.src);
    picture.removeAttribute("src");
    chosen.hidden = !field.files.length;
    if (field.files.length) picture.src = URL.createObjectURL(field.files[0]);
  });
})();
