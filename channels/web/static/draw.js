// Paper to draw on, with a finger, a pen, a mouse or the keyboard. The strokes go into the form as
// surveys/strokes.py reads them; the picture itself is never sent. Without this file the words beside it will do.
(() => {
  const CODE = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
  const HALF = 32, WIDE = 400, HIGH = 300, MOST = 9000, APART = 3, STEP = 6;
  const MOVES = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

  const pair = (value) => CODE[value >> 6] + CODE[value & 63];

  const written = ({ ink, pen, points }) => {
    let [x, y] = points[0];
    let text = ink + pen + pair(x) + pair(y);
    for (const [toX, toY] of points.slice(1)) {
      let left = Math.max(1, Math.ceil(Math.max(Math.abs(toX - x), Math.abs(toY - y)) / (HALF - 1)));
      for (; left; left--) {
        const dx = Math.trunc((toX - x) / left), dy = Math.trunc((toY - y) / left);
        text += CODE[dx + HALF] + CODE[dy + HALF];
        x += dx; y += dy;
      }
    }
    return text;
  };

  const read = (text) => (text ? text.split(".") : []).map((one) => {
    const at = [...one.slice(2)].map((each) => CODE.indexOf(each));
    let x = at[0] * 64 + at[1], y = at[2] * 64 + at[3];
    const points = [[x, y]];
    for (let n = 4; n + 1 < at.length; n += 2) points.push([x += at[n] - HALF, y += at[n + 1] - HALF]);
    return { ink: one[0], pen: one[1], points };
  });

  const begin = (root) => {
    const find = (what) => root.querySelector(what);
    const field = find("input"), canvas = find("canvas"), status = find("[role=status]");
    const pens = [...root.querySelectorAll("[data-pen]")], inks = [...root.querySelectorAll("[data-ink]")];
    const paper = canvas.getContext("2d");
    const colour = Object.fromEntries(inks.map((each) => [each.dataset.ink, getComputedStyle(each).getPropertyValue("--c")]));
    const width = Object.fromEntries(pens.map((each) => [each.dataset.pen, Number(each.dataset.wide)]));
    let strokes = read(field.value), past = [], future = [], line = null, spot = null, ink = "k", pen = "2";

    const say = (name) => { status.textContent = status.dataset[name]; };

    const trace = ({ ink, pen, points }) => {
      paper.strokeStyle = colour[ink];
      paper.lineWidth = width[pen];
      paper.beginPath();
      paper.moveTo(...points[0]);
      points.slice(1).forEach((point) => paper.lineTo(...point));
      if (points.length === 1) paper.lineTo(points[0][0], points[0][1] + 0.01);
      paper.stroke();
    };

    const paint = () => {
      paper.setTransform(canvas.width / WIDE, 0, 0, canvas.height / HIGH, 0, 0);
      paper.lineCap = paper.lineJoin = "round";
      paper.fillStyle = "#fff";
      paper.fillRect(0, 0, WIDE, HIGH);
      strokes.concat(line || []).forEach(trace);
      if (spot) {
        paper.strokeStyle = "#1d1d1f"; paper.lineWidth = 1.5;
        paper.strokeRect(spot[0] - 6, spot[1] - 6, 12, 12);
      }
    };

    const settle = () => {
      field.value = strokes.map(written).join(".");
      field.dispatchEvent(new Event("input", { bubbles: true }));
      find("[data-do=undo]").disabled = !past.length;
      find("[data-do=redo]").disabled = !future.length;
      find("[data-do=clear]").disabled = !strokes.length;
      paint();
    };

    const turn = (next) => { past.push(strokes); future = []; strokes = next; settle(); };

    const finish = () => {
      if (!line) return;
      const next = [...strokes, line];
      line = null;
      if (next.map(written).join(".").length > MOST) { say("full"); paint(); } else turn(next);
    };

    const inside = (value, most) => Math.min(most, Math.max(0, Math.round(value)));
    const place = (event) => {
      const box = canvas.getBoundingClientRect();
      return [inside((event.clientX - box.left) / box.width * WIDE, WIDE), inside((event.clientY - box.top) / box.height * HIGH, HIGH)];
    };
    const add = (point) => {
      const last = line.points[line.points.length - 1];
      if (Math.hypot(point[0] - last[0], point[1] - last[1]) >= APART) line.points.push(point);
    };

    canvas.addEventListener("pointerdown", (event) => {
      if (event.button || line) return;
      canvas.setPointerCapture(event.pointerId);
      spot = null;
      line = { ink, pen, points: [place(event)] };
      paint();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!line || !canvas.hasPointerCapture(event.pointerId)) return;
      (event.getCoalescedEvents ? event.getCoalescedEvents() : [event]).forEach((each) => add(place(each)));
      paint();
    });
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, finish);

    canvas.addEventListener("keydown", (event) => {
      if (event.key === " ") {
        event.preventDefault();
        spot = spot || [WIDE / 2, HIGH / 2];
        if (line) { finish(); say("up"); } else { line = { ink, pen, points: [spot] }; say("down"); paint(); }
      } else if (event.key in MOVES) {
        event.preventDefault();
        const [x, y] = spot || [WIDE / 2, HIGH / 2];
        spot = [inside(x + MOVES[event.key][0], WIDE), inside(y + MOVES[event.key][1], HIGH)];
        if (line) add(spot);
        paint();
      }
    });
    canvas.addEventListener("blur", () => { finish(); spot = null; paint(); });

    const back = (from, to) => { if (from.length) { to.push(strokes); strokes = from.pop(); settle(); } };
    const act = { undo: () => back(past, future), redo: () => back(future, past), clear: () => turn([]) };
    const press = (all, one) => all.forEach((each) => each.setAttribute("aria-pressed", each === one));

    root.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.dataset.do) act[button.dataset.do]();
      if (button.dataset.pen) { pen = button.dataset.pen; press(pens, button); }
      if (button.dataset.ink) { ink = button.dataset.ink; press(inks, button); }
    });

    const before = find("figure");
    if (before) before.hidden = true;
    find(".desk").hidden = false;
    paint();
  };

  document.querySelectorAll(".drawn-with").forEach(begin);
})();
