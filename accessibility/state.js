/* Puts everything that can be pressed into a state (hover, focus-visible, active) at once: each rule for it is given once
   more for a class of ours, which weighs as much, so that measure.js sees what a pointer or a key would show. */
state => {
  const rules = [];
  const gather = list => {
    for (const rule of list) {
      if (rule instanceof CSSStyleRule) { if (rule.selectorText.includes(":" + state)) rules.push(rule.cssText.replaceAll(":" + state, ".in-state")); }
      else if (!(rule instanceof CSSMediaRule) || matchMedia(rule.conditionText).matches) gather(rule.cssRules ?? []);
    }
  };
  for (const sheet of document.styleSheets) gather(sheet.cssRules);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules.join("\n"));
  document.adoptedStyleSheets = [sheet];
  for (const each of document.querySelectorAll("a[href], button, input, select, textarea, summary, label:has(input), canvas")) each.classList.add("in-state");
  return rules.length;
}
