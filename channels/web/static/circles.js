// Who matters to me, as circles: each name can be dragged, pressed or moved with the arrow keys. The list below holds
// the answer and says the same; without this file it is all there is.
(() => {
  const rings = document.getElementById("rings");
  if (!rings) return;
  const field = rings.querySelector(".field-of-rings"), tray = rings.querySelector(".tray"), status = rings.querySelector("[role=status]");
  const FAR = { close: 20, middle: 33, further: 45 };  // of the square's side, from its middle
  const ORDER = Object.keys(FAR);
  const FIRST = { close: .3, middle: .5, further: .7 };  // where the first of a circle stands in the arc below

  const people = [...document.querySelectorAll(".people > li")].map((row) => ({
    name: row.querySelector("input:not([type=radio])"),
    near: [...row.querySelectorAll("[type=radio]")],
    angle: null,  // where in its circle she let go of it; until then the names share the round
    token: Object.assign(document.createElement("button"), { type: "button", className: "token" }),
  }));

  const circle = (person) => person.near.find((each) => each.checked);

  // Names share two thirds of the round: the third above is left for what the circles are called.
  const round = (person, where) => {
    const beside = people.filter((each) => each.name.value.trim() && circle(each)?.value === where);
    return person.angle ?? ((beside.indexOf(person) / beside.length + FIRST[where]) % 1 * 4 - .5) * Math.PI / 3;
  };

  const lay = () => people.forEach((person) => {
    const { name, token } = person, at = circle(person);
    token.remove();
    if (!name.value.trim()) return;
    token.textContent = name.value;
    token.setAttribute("aria-label", at ? `${name.value}, ${at.parentElement.textContent.trim()}` : name.value);
    (at ? field : tray).append(token);
    if (!at) return;
    const far = FAR[at.value], angle = round(person, at.value);
    move(token, 50 + far * Math.cos(angle), 50 + far * Math.sin(angle));
  });

  const move = (token, x, y) => {
    const [wide, high] = [token.offsetWidth / field.offsetWidth * 50, token.offsetHeight / field.offsetHeight * 50];
    token.style.left = `${Math.min(100 - wide, Math.max(wide, x))}%`;
    token.style.top = `${Math.min(100 - high, Math.max(high, y))}%`;
  };

  const put = (person, where) => {
    const radio = person.near.find((each) => each.value === where);
    radio.checked = true;
    radio.dispatchEvent(new Event("input", { bubbles: true }));
    lay();
    person.token.focus();
    status.textContent = person.token.getAttribute("aria-label");
  };

  const closer = (person, by) => {
    const at = circle(person), now = at ? ORDER.indexOf(at.value) : ORDER.length;
    put(person, ORDER[Math.min(ORDER.length - 1, Math.max(0, now + by))]);
  };

  const spot = (event) => {
    const box = field.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width * 100, (event.clientY - box.top) / box.height * 100];
  };

  people.forEach((person) => {
    const { token } = person;
    let held = null, dragged = false;
    token.addEventListener("pointerdown", (event) => { held = [event.clientX, event.clientY]; dragged = false; token.setPointerCapture(event.pointerId); });
    token.addEventListener("pointermove", (event) => {
      if (!held || (!dragged && Math.hypot(event.clientX - held[0], event.clientY - held[1]) < 8)) return;
      if (!dragged && token.parentElement !== field) { field.append(token); token.setPointerCapture(event.pointerId); }
      dragged = true;
      token.dataset.held = "";
      move(token, ...spot(event));
    });
    token.addEventListener("pointercancel", () => { held = null; delete token.dataset.held; lay(); });
    token.addEventListener("pointerup", (event) => {
      held = null;
      delete token.dataset.held;
      if (!dragged) return;
      const [x, y] = spot(event), far = Math.hypot(x - 50, y - 50);
      person.angle = Math.atan2(y - 50, x - 50);
      put(person, far < 27 ? "close" : far < 39 ? "middle" : "further");
    });
    token.addEventListener("click", () => {
      if (dragged) { dragged = false; return; }
      const at = circle(person);
      put(person, ORDER[(at ? ORDER.indexOf(at.value) + 1 : 0) % ORDER.length]);
    });
    token.addEventListener("keydown", (event) => {
      const by = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 }[event.key];
      if (by) { event.preventDefault(); closer(person, by); }
    });
    person.name.addEventListener("input", lay);
    person.name.addEventListener("keydown", (event) => {
      const next = people[people.indexOf(person) + 1];
      if (event.key === "Enter" && next && person.name.value.trim()) { event.preventDefault(); next.name.focus(); }
    });
    person.near.forEach((each) => each.addEventListener("change", lay));
  });

  rings.hidden = false;
  lay();
})();
