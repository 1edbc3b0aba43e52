// What stands in for the Monaco editor in Cayley's web UI, with the calls that
// the UI makes and no more: a text area over its own coloured copy. It is here
// before the UI starts, so the UI does not look for Monaco on the internet.
"use strict";
(function () {
  const languages = {
    javascript: /(\/\/.*|\/\*[\s\S]*?\*\/)|("(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|`(?:\\.|[^`\\])*`?)|\b(var|let|const|function|return|if|else|for|while|new|true|false|null|undefined|g|graph)\b|(\b\d+(?:\.\d+)?\b)/g,
    json: /(?!)()|("(?:\\.|[^"\\\n])*"?)|\b(true|false|null)\b|(-?\b\d+(?:\.\d+)?(?:[eE][-+]?\d+)?\b)/g,
    graphql: /(#.*)|("(?:\\.|[^"\\\n])*"?|<[^>\n]*>)|(@\w+|\b(?:query|fragment|on|true|false|null)\b)|(\b\d+(?:\.\d+)?\b)/g,
    nquads: /(^\s*#.*)|("(?:\\.|[^"\\\n])*"?)|(<[^>\n]*>|_:\w+)|(?!)()/gm,
  };
  const kinds = ["", "comment", "string", "word", "number"];

  // colour fills element with text, its tokens in spans. Text past the limit
  // stays plain, so that a large result does not stop the page.
  const colourLimit = 200000;
  function colour(element, text, language) {
    const pattern = languages[language];
    element.textContent = "";
    let end = 0;
    if (pattern && text.length <= colourLimit) {
      for (const match of text.matchAll(pattern)) {
        const kind = match.findIndex((group, i) => i > 0 && group !== undefined);
        if (kind < 0 || match[0] === "") continue;
        element.append(text.slice(end, match.index));
        const span = document.createElement("span");
        span.className = "kg-" + kinds[kind];
        span.textContent = match[0];
        element.append(span);
        end = match.index + match[0].length;
      }
    }
    element.append(text.slice(end) + "\n");
  }

  class Editor {
    constructor(container, options) {
      this.listeners = [];
      this.actions = new Map();
      this.language = options.language;
      this.root = document.createElement("div");
      this.root.className = "kg-editor";
      this.lines = document.createElement("div");
      this.lines.className = "kg-lines";
      this.lines.setAttribute("aria-hidden", "true");
      this.copy = document.createElement("pre");
      this.copy.setAttribute("aria-hidden", "true");
      this.area = document.createElement("textarea");
      for (const [name, value] of Object.entries({ spellcheck: "false", autocapitalize: "off", autocomplete: "off", wrap: "off" })) {
        this.area.setAttribute(name, value);
      }
      this.root.append(this.lines, this.copy, this.area);
      container.append(this.root);
      this.area.addEventListener("input", () => this.changed());
      this.area.addEventListener("scroll", () => this.follow());
      this.area.addEventListener("keydown", (event) => this.key(event));
      this.updateOptions(options);
      this.setValue(options.value || "");
    }
    getValue() { return this.area.value; }
    setValue(text) {
      if (typeof text !== "string") return; // the UI sets undefined when the language changes
      this.area.value = text;
      this.changed();
    }
    changed() {
      this.paint();
      for (const listener of this.listeners) listener({});
    }
    paint() {
      const text = this.area.value;
      colour(this.copy, text, this.language);
      const count = text.split("\n").length;
      if (count !== this.count) {
        this.count = count;
        this.lines.textContent = Array.from({ length: count }, (_, i) => i + 1).join("\n");
      }
      this.follow();
    }
    follow() {
      this.copy.scrollTop = this.lines.scrollTop = this.area.scrollTop;
      this.copy.scrollLeft = this.area.scrollLeft;
    }
    key(event) {
      if (event.key !== "Enter") return;
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        for (const action of this.actions.values()) action.run();
        return;
      }
      // A new line starts below the one before it.
      const before = this.area.value.slice(0, this.area.selectionStart);
      const indent = before.slice(before.lastIndexOf("\n") + 1).match(/^[ \t]*/)[0];
      if (indent && !this.area.readOnly && document.execCommand("insertText", false, "\n" + indent)) event.preventDefault();
    }
    onDidChangeModelContent(listener) {
      this.listeners.push(listener);
      return { dispose: () => { this.listeners = this.listeners.filter((l) => l !== listener); } };
    }
    addAction(action) {
      this.actions.set(action.id, action);
      return { dispose: () => this.actions.delete(action.id) };
    }
    updateOptions(options) {
      this.area.readOnly = !!options.readOnly;
      this.area.setAttribute("aria-label", options.readOnly ? "Result" : "Query editor; Ctrl and Enter run the query");
    }
    executeEdits(_, edits) { for (const edit of edits) this.setValue(edit.text); }
    getModel() {
      return { getFullModelRange: () => null, setLanguage: (language) => { this.language = language; this.paint(); } };
    }
    setScrollPosition(position) { if (position.scrollTop) this.area.scrollTop = position.scrollTop; }
    pushUndoStop() {}
    focus() { this.area.focus(); }
    layout() { this.follow(); }
    dispose() { this.root.remove(); }
  }

  window.monaco = {
    editor: {
      create: (container, options) => new Editor(container, options || {}),
      setModelLanguage: (model, language) => model.setLanguage(language),
      defineTheme() {},
      setTheme() {},
    },
    languages: { typescript: { javascriptDefaults: { setCompilerOptions() {}, addExtraLib() {} }, ScriptTarget: { ES5: 1 } } },
    KeyMod: { CtrlCmd: 2048 },
    KeyCode: { Enter: 3 },
  };

  // The UI is silent when a request fails, and after a write: say so.
  function say(text, bad) {
    let box = document.getElementById("kg-say");
    if (!box) {
      box = document.createElement("div");
      box.id = "kg-say";
      box.setAttribute("role", "status");
      document.body.append(box);
    }
    box.textContent = text;
    box.className = bad ? "kg-bad" : "";
    box.hidden = false;
    clearTimeout(box.timer);
    box.timer = setTimeout(() => { box.hidden = true; }, 8000);
  }
  const fetchAsUsual = window.fetch.bind(window);
  window.fetch = async function (address, options) {
    const response = await fetchAsUsual(address, options);
    if (typeof address === "string" && address.startsWith("/api/")) {
      const answer = await response.clone().json().catch(() => ({ error: response.statusText }));
      const box = document.getElementById("kg-say");
      if (box) box.hidden = true; // what it says is about an earlier request
      if (answer.error) say(String(answer.error), true);
      else if (/\/(write|delete)$/.test(address)) say(String(answer.result));
    }
    return response;
  };

  // The graph view: rows tagged source and target, and predicate if there is
  // one, as nodes and links with names.
  const known = new Map();
  const graphs = new WeakMap();
  const idOf = (value) => (value !== null && typeof value === "object" ? value["@id"] ?? String(value["@value"]) : String(value));
  const short = (id) => id.replace(/^.*[/#:](?=[^/#:]+$)/, "").replace(/-/g, " ");

  async function learn(ids) {
    const unknown = ids.filter((id) => !known.has(id));
    if (!unknown.length) return;
    const response = await fetchAsUsual("/cayley/names", { method: "POST", body: JSON.stringify(unknown) });
    if (response.ok) for (const [id, name] of Object.entries(await response.json())) known.set(id, name);
  }
  window.kg = {
    graph(rows) {
      const list = Array.isArray(rows) ? rows.filter((row) => row && row.source !== undefined && row.target !== undefined) : [];
      if (!list.length) {
        say('Nothing to draw: rows need the tags source and target, for example g.V("<ent/…>").tag("source").out(null, "predicate").tag("target").all()', true);
        return { nodes: [], links: [] };
      }
      if (graphs.has(rows)) return graphs.get(rows);
      const ids = new Set();
      const links = list.map((row) => {
        const link = { source: idOf(row.source), target: idOf(row.target), label: row.predicate === undefined ? "" : short(idOf(row.predicate)) };
        ids.add(link.source).add(link.target);
        return link;
      });
      const graph = { nodes: [...ids].map((id) => ({ id })), links };
      graphs.set(rows, graph);
      learn([...ids]);
      return graph;
    },
    name(id) {
      const name = known.get(id) ?? (/^\S+$/.test(id) ? short(id) : id);
      return name.length > 40 ? name.slice(0, 39) + "…" : name;
    },
    link: (id) => (/^(ent|stmt|article|phrase|rel)\//.test(id) ? { href: "/" + id } : {}),
  };
})();
