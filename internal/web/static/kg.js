// What pages do beyond HTML: the graph can be moved, enlarged and pulled about,
// and a page says when there is something new. All pages work without it.
"use strict";

// news asks now and then how much is in the graph, and says when it grew.
(function news() {
  const box = document.getElementById("status");
  let first = null;
  async function look() {
    if (document.hidden) return;
    try {
      const response = await fetch("/api/status");
      if (!response.ok) return;
      const now = await response.json();
      first ??= now;
      if (now.articles === first.articles && now.statements === first.statements) return;
      const link = document.createElement("a");
      link.href = location.href;
      const more = now.articles - first.articles;
      link.textContent = more > 0 ? `${more} new ${more === 1 ? "article" : "articles"}: show` : "The graph has changed: show";
      box.replaceChildren(link);
      box.hidden = false;
    } catch { /* the server has stopped */ }
  }
  look();
  setInterval(look, 5000);
})();

// The graph: drag the paper to move it, a box to pull it elsewhere; the wheel or
// the buttons change the size.
(function graph() {
  const svg = document.querySelector(".canvas svg");
  if (!svg) return;
  const whole = svg.viewBox.baseVal;
  const view = { x: whole.x, y: whole.y, width: whole.width, height: whole.height };
  const all = { ...view };
  const show = () => svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);

  function point(event) {
    const p = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return { x: p.x, y: p.y };
  }
  function zoom(factor, at) {
    const centre = at ?? { x: view.x + view.width / 2, y: view.y + view.height / 2 };
    if (view.width * factor > all.width * 4 || view.width * factor < 150) return;
    view.x = centre.x + (view.x - centre.x) * factor;
    view.y = centre.y + (view.y - centre.y) * factor;
    view.width *= factor;
    view.height *= factor;
    show();
  }
  svg.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(event.deltaY > 0 ? 1.15 : 1 / 1.15, point(event));
  }, { passive: false });
  const buttons = document.querySelector(".zoom");
  buttons.hidden = false;
  buttons.addEventListener("click", (event) => {
    switch (event.target.dataset.zoom) {
      case "in": zoom(1 / 1.3); break;
      case "out": zoom(1.3); break;
      case "all": Object.assign(view, all); show(); break;
    }
  });

  // Boxes and what leads to them.
  const boxes = new Map();
  for (const element of svg.querySelectorAll(".node")) {
    const rect = element.querySelector("rect");
    const width = +rect.getAttribute("width"), height = +rect.getAttribute("height");
    boxes.set(element.dataset.id, { element, width, height, dx: 0, dy: 0, x: +rect.getAttribute("x") + width / 2, y: +rect.getAttribute("y") + height / 2 });
  }
  const edges = [...svg.querySelectorAll(".edge")].map((element) => ({
    element, from: boxes.get(element.dataset.from), to: boxes.get(element.dataset.to),
    line: element.querySelector(".line"), label: element.querySelector("text"),
  }));
  function border(box, x, y, gap) {
    const dx = x - box.x, dy = y - box.y;
    const t = Math.min((box.width / 2 + gap) / Math.max(Math.abs(dx), 1e-9), (box.height / 2 + gap) / Math.max(Math.abs(dy), 1e-9));
    return { x: box.x + dx * t, y: box.y + dy * t };
  }
  function redraw(edge) {
    const { from, to } = edge, dx = to.x - from.x, dy = to.y - from.y;
    const d = Math.max(Math.hypot(dx, dy), 1), bend = Math.min(0.12 * d, 28);
    const c = { x: (from.x + to.x) / 2 - (dy / d) * bend, y: (from.y + to.y) / 2 + (dx / d) * bend };
    const a = border(from, c.x, c.y, 1), b = border(to, c.x, c.y, 4);
    edge.line.setAttribute("d", `M${a.x} ${a.y}Q${c.x} ${c.y} ${b.x} ${b.y}`);
    edge.label.setAttribute("x", (a.x + 2 * c.x + b.x) / 4);
    edge.label.setAttribute("y", (a.y + 2 * c.y + b.y) / 4 + 3.5);
  }

  let drag = null;
  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    const node = event.target.closest(".node");
    drag = { box: node && boxes.get(node.dataset.id), at: point(event), x: event.clientX, y: event.clientY, moved: false };
  });
  svg.addEventListener("pointermove", (event) => {
    if (!drag) return;
    if (!drag.moved && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < 4) return;
    if (!drag.moved) svg.setPointerCapture(event.pointerId);
    drag.moved = true;
    const now = point(event), dx = now.x - drag.at.x, dy = now.y - drag.at.y;
    if (drag.box) {
      const box = drag.box;
      box.x += dx; box.y += dy; box.dx += dx; box.dy += dy;
      drag.at = now;
      box.element.setAttribute("transform", `translate(${box.dx} ${box.dy})`);
      for (const edge of edges) if (edge.from === box || edge.to === box) redraw(edge);
    } else {
      view.x -= dx; view.y -= dy;
      show();
    }
  });
  let dragged = false;
  for (const end of ["pointerup", "pointercancel"]) {
    svg.addEventListener(end, () => { dragged = !!drag?.moved; drag = null; });
  }
  svg.addEventListener("click", (event) => { if (dragged) event.preventDefault(); dragged = false; }, true);
  svg.addEventListener("dragstart", (event) => event.preventDefault());

  // Pointing at a box shows what it has to do with.
  for (const [id, box] of boxes) {
    const light = (on) => {
      const near = new Set([id]);
      for (const edge of edges) {
        const mine = edge.element.dataset.from === id || edge.element.dataset.to === id;
        if (mine) near.add(edge.element.dataset.from).add(edge.element.dataset.to);
        edge.element.classList.toggle("dim", on && !mine);
      }
      for (const [other, b] of boxes) b.element.classList.toggle("dim", on && !near.has(other));
    };
    box.element.addEventListener("pointerenter", () => { if (!drag) light(true); });
    box.element.addEventListener("pointerleave", () => light(false));
    box.element.addEventListener("focus", () => light(true));
    box.element.addEventListener("blur", () => light(false));
  }
})();
