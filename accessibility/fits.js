/* What does not fit on the page it is evaluated in: words that are cut, run out of their box, or lie over each other.
   Told by tag and class; nothing of what is written leaves the page. Of a line of letters the middle is taken, as high
   as a small letter and a bit: what stands above and below may meet the next line's, and is read all the same. */
() => {
  scrollTo({ top: 0, behavior: "instant" });  // what stays on top while the page moves covers what is under it
  const CLEAR = "rgba(0, 0, 0, 0)", SLACK = 1.5;
  const place = element => [element.parentElement, element].filter(Boolean).map(each =>
    each.tagName.toLowerCase() + [...each.classList].map(name => "." + name).join("")).join(" > ");
  const seen = element => !element.closest(".vh, svg, script, style, noscript, .first, .token") && element.checkVisibility({ visibilityProperty: true });
  const boxed = element => {
    const style = getComputedStyle(element);
    return style.display !== "inline" && (style.backgroundColor !== CLEAR || ["Top", "Right", "Bottom", "Left"].every(side => parseFloat(style[`border${side}Width`]) > 0));
  };
  const outside = (line, box) => line.left < box.left - SLACK || line.right > box.right + SLACK || line.top < box.top - SLACK || line.bottom > box.bottom + SLACK;

  const lines = [], faults = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !seen(element)) continue;
    const range = document.createRange(), half = parseFloat(getComputedStyle(element).fontSize) * .35;
    range.selectNodeContents(texts.currentNode);
    for (const { left, right, top, bottom } of range.getClientRects()) {
      const middle = (top + bottom) / 2;
      if (right - left > 1) lines.push({ of: texts.currentNode, element, left, right, top: middle - half, bottom: middle + half });
    }
  }
  for (const line of lines) {
    const where = place(line.element);
    if (line.left < -SLACK || line.right > innerWidth + SLACK) faults.add(where + ": words run out of the window");
    for (let at = line.element; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at), box = at.getBoundingClientRect();
      if (style.overflow !== "visible" && outside(line, box)) faults.add(where + ": words are cut");
      if (boxed(at)) { if (outside(line, box)) faults.add(where + ": words run out of their box"); break; }
    }
  }
  for (const field of document.querySelectorAll("select, input[inputmode=numeric]"))
    if (seen(field) && field.scrollWidth > field.clientWidth + SLACK) faults.add(place(field) + ": what is typed is cut");
  lines.sort((one, other) => one.top - other.top);
  for (const [at, one] of lines.entries())
    for (let next = at + 1; next < lines.length && lines[next].top < one.bottom - SLACK; next += 1) {
      const other = lines[next];
      if (other.of !== one.of && Math.min(one.right, other.right) - Math.max(one.left, other.left) > SLACK)
        faults.add(`${place(one.element)}: words lie over those of ${place(other.element)}`);
    }
  return [...faults].sort();
}
