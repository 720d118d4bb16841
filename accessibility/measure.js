/* Measures the page it is evaluated in, and judges nothing: checks.py does, where it can be tested without a browser.
   Nothing of what is written on the page leaves it: a place is told by tag and class. */
() => {
  const PRESSED = "a[href], button, input:not([type=hidden]), select, textarea, summary, label:has(input), canvas";
  const DRAWN = ".dots i, .kept i";
  const CLEAR = "rgba(0, 0, 0, 0)";

  const place = element => [element.parentElement, element].filter(Boolean).map(each =>
    each.tagName.toLowerCase() + [...each.classList].map(name => "." + name).join("")).join(" > ");
  const seen = element => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && box.bottom + scrollY > 0 && !element.closest(".vh")
      && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };
  const idle = element => element.matches(":disabled");

  /* What lies under something, the topmost first: each a plain colour, and the colours that a gradient runs through. */
  const layers = element => {
    const found = [];
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      const runs = style.backgroundImage.match(/rgba?\([^)]*\)/g) ?? [];
      if (style.backgroundColor !== CLEAR || runs.length) found.push({ plain: style.backgroundColor, runs });
    }
    return found;
  };
  /* A word in a drawing stands on the shape that was painted last before it. */
  const shapes = word => {
    const box = word.getBBox(), svg = word.ownerSVGElement, middle = svg.createSVGPoint();
    middle.x = box.x + box.width / 2; middle.y = box.y + box.height / 2;
    return [...svg.querySelectorAll("circle, rect, path")]
      .filter(shape => shape.compareDocumentPosition(word) & Node.DOCUMENT_POSITION_FOLLOWING && shape.isPointInFill(middle))
      .reverse().map(shape => ({ plain: getComputedStyle(shape).fill, runs: [] }));
  };
  const faded = element => {
    let left = 1;
    for (let at = element; at; at = at.parentElement) left *= Number(getComputedStyle(at).opacity);
    return left;
  };

  const words = [];
  const written = (element, colour) =>
    words.push({ where: place(element), colour, faded: faded(element), under: [...(element.ownerSVGElement ? shapes(element) : []), ...layers(element)] });
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || element.closest("script, style, noscript") || !seen(element) || idle(element.closest("button") ?? element)) continue;
    written(element, getComputedStyle(element)[element.ownerSVGElement ? "fill" : "color"]);
  }
  for (const field of document.querySelectorAll("textarea, select, input:not([type=hidden], [type=radio], [type=checkbox])"))
    if (seen(field) && !idle(field)) written(field, getComputedStyle(field).color);

  const targets = [];
  for (const element of document.querySelectorAll(PRESSED)) {
    if (!seen(element) || (element.matches("input") && element.closest("label"))) continue;
    const style = getComputedStyle(element), box = element.getBoundingClientRect();
    const around = [...element.parentNode.childNodes].some(other => other.nodeType === Node.TEXT_NODE && other.data.trim());
    targets.push({ where: place(element), width: box.width, height: box.height, in_a_sentence: style.display === "inline" && around });
  }

  const forced = matchMedia("(forced-colors: active)").matches;
  const edges = [];
  const edged = new Set();
  for (const element of document.querySelectorAll(PRESSED))
    for (const each of [element, ...(element.matches("label") ? element.children : [])])
      if (seen(each) && !idle(each) && !(each instanceof SVGElement)) edged.add(each);
  for (const element of document.querySelectorAll(DRAWN)) if (seen(element)) edged.add(element);
  for (const element of edged) {
    const style = getComputedStyle(element);
    const lines = ["Top", "Right", "Bottom", "Left"]
      .filter(side => parseFloat(style[`border${side}Width`]) > 0 && style[`border${side}Style`] !== "none")
      .map(side => style[`border${side}Color`]).filter(colour => colour !== CLEAR);
    /* A device's own colours take fillings away, and put the page's behind words: there a line alone bounds a thing. */
    if (style.backgroundColor !== CLEAR && !forced) lines.push(style.backgroundColor);
    if (lines.length) edges.push({ where: place(element), lines: [...new Set(lines)], under: layers(element.parentElement) });
    if (element.matches("label.choice input:checked"))
      edges.push({ where: place(element) + "::before", lines: [getComputedStyle(element, "::before").borderBottomColor], under: layers(element) });
  }

  /* The ring around what has the focus: its colour against everything it may lie on. */
  const ring = document.createElement("i");
  ring.style.color = "var(--focus)";
  document.body.append(ring);
  const focus = getComputedStyle(ring).color;
  ring.remove();
  for (const element of edged) edges.push({ where: "the focus on " + place(element), lines: [focus], under: layers(element.parentElement) });

  /* What moves where the device asks for stillness. On paper nothing is pressed. */
  const moves = matchMedia("(prefers-reduced-motion: reduce)").matches ? [...document.querySelectorAll("*")].filter(each => {
    const style = getComputedStyle(each);
    return [style.transitionDuration, style.animationDuration].some(times => times.split(",").some(time => parseFloat(time) > 0));
  }).map(place) : [];
  const paper = matchMedia("print").matches;

  const root = document.documentElement;
  return paper ? { window: innerWidth, wide: 0, words, targets: [], edges: [], moves } : { window: innerWidth, wide: Math.max(root.scrollWidth, document.body.scrollWidth), words, targets, edges, moves };
}
