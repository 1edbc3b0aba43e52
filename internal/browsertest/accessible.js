// Lists what a page withholds from people who cannot see well or use no mouse.
(() => {
  const problems = [];
  const say = (rule, element, more = "") => problems.push(`${rule}: ${element.outerHTML.slice(0, 120)} ${more}`);
  const seen = (element) => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });

  if (!document.documentElement.lang) problems.push("the page has no language");
  if (!document.title.trim()) problems.push("the page has no title");
  if (document.querySelectorAll("main").length !== 1) problems.push("the page has not one main part");
  if (document.querySelectorAll("h1").length !== 1) problems.push("the page has not one h1");

  const ids = new Set();
  for (const element of document.querySelectorAll("[id]")) {
    if (ids.has(element.id)) say("id twice", element);
    ids.add(element.id);
  }
  for (const element of document.querySelectorAll("[aria-labelledby],[aria-describedby]")) {
    for (const name of ["aria-labelledby", "aria-describedby"]) {
      for (const id of (element.getAttribute(name) ?? "").split(/\s+/).filter(Boolean)) if (!ids.has(id)) say(`${name} leads nowhere`, element);
    }
  }
  for (const field of document.querySelectorAll("input:not([type=hidden]),select,textarea")) {
    if (!field.labels?.length && !field.getAttribute("aria-label")) say("field without label", field);
  }
  for (const element of document.querySelectorAll("a[href],button")) {
    const name = element.getAttribute("aria-label") || element.textContent.trim() || element.title;
    if (seen(element) && !name) say("nameless", element);
  }
  for (const image of document.querySelectorAll("img")) if (!image.hasAttribute("alt")) say("picture without words", image);
  for (const svg of document.querySelectorAll("svg")) {
    if (!svg.hasAttribute("aria-hidden") && !svg.getAttribute("aria-label")) say("drawing without a name", svg);
  }
  for (const element of document.querySelectorAll("[tabindex]")) if (element.tabIndex > 0) say("own order of tabs", element);
  let level = 0;
  for (const heading of document.querySelectorAll("h1,h2,h3,h4,h5,h6")) {
    const now = +heading.tagName[1];
    if (now > level + 1) say(`a heading of level ${now} after ${level}`, heading);
    level = now;
  }
  for (const table of document.querySelectorAll("table")) if (!table.querySelector("th[scope]")) say("table without heads", table);

  // Contrast of every piece of text with the nearest colour behind it.
  const parse = (text) => {
    const n = text.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0, 0];
    return { rgb: n.slice(0, 3), alpha: n[3] ?? 1 };
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => { const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = parse(getComputedStyle(e).backgroundColor);
      if (colour.alpha > 0.99) return colour.rgb;
    }
    return matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18] : [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const told = new Set();
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !seen(element) || element.closest("svg,script,style,[aria-hidden]")) continue;
    const style = getComputedStyle(element);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && +style.fontWeight >= 700);
    const got = ratio(parse(style.color).rgb, behind(element));
    const key = `${style.color} on ${behind(element)}`;
    if (got < (large ? 3 : 4.5) && !told.has(key)) { told.add(key); say(`contrast ${got.toFixed(2)}`, element, key); }
  }
  // What the mouse can reach, the keyboard can.
  for (const element of document.querySelectorAll("[onclick]")) if (!element.matches("a,button,input,summary")) say("only for the mouse", element);
  return problems;
})()
