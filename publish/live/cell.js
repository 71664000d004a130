// An exercise in the page: an editor of its stub, Check, Run, Stop, Reset, and what came of it.
//
// The page holds the prompt, the stub and the solution already (cell.py), so that they can be read
// without this script. Here the stub becomes an editor, and worker.js answers: its Python starts at
// the first Check or Run of the page. What the reader writes is kept in this browser, under the
// exercise's id, until it is reset.
"use strict";
(() => {
  const { Stopped } = tinynetLive;
  const INDENT = "    ";
  const LOADS = "Check and Run start Python in this page: N MB, fetched once.";
  const CANNOT_KEEP = "This browser keeps nothing for this page: copy your answer.";

  function h(name, attributes = {}, ...children) {
    const element = Object.assign(document.createElement(name), attributes);
    element.append(...children);
    return element;
  }

  const button = (text, onclick) => h("button", { type: "button", onclick }, text);
  const points = (n) => (n === 1 ? "1 point" : `${n} points`);

  // What the reader wrote, by exercise; a browser may forbid to keep it.
  const kept = {
    key: (name) => `tinynet-exercise:${name}`,
    read(name) {
      try {
        return localStorage.getItem(kept.key(name));
      } catch {
        return null;
      }
    },
    write(name, text) {
      try {
        if (text === null) localStorage.removeItem(kept.key(name));
        else localStorage.setItem(kept.key(name), text);
        return true;
      } catch {
        return false;
      }
    },
  };

  // A text area for code: Enter keeps the indent, Backspace takes one level back, Tab leaves.
  class Editor {
    constructor(label, oninput) {
      this.area = h("textarea", {
        spellcheck: false, autocapitalize: "off", autocomplete: "off", wrap: "off",
      });
      this.area.setAttribute("autocorrect", "off");
      this.area.addEventListener("input", () => {
        this.grow();
        oninput();
      });
      this.area.addEventListener("keydown", (event) => this.key(event));
      this.element = h("label", {}, h("span", {}, label), this.area);
    }

    get text() {
      return this.area.value;
    }

    set text(text) {
      this.area.value = text;
      this.grow();
    }

    grow() {
      this.area.rows = Math.min(30, Math.max(6, this.text.split("\n").length + 1));
    }

    // The line up to the cursor; null where something is selected.
    before() {
      const { selectionStart: start, selectionEnd: end } = this.area;
      if (start !== end) return null;
      return this.text.slice(0, start).split("\n").at(-1);
    }

    key(event) {
      const before = this.before();
      const modified = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
      if (before === null || modified) return;
      if (event.key === "Enter" && !event.shiftKey) this.insert(event, `\n${indentAfter(before)}`);
      const spaces = /^ +$/.test(before) ? before.length % INDENT.length || INDENT.length : 0;
      if (event.key === "Backspace" && spaces > 1) {
        this.area.setSelectionRange(this.area.selectionStart - spaces, this.area.selectionStart);
        this.insert(event, "");
      }
    }

    // As if it were typed, so that the browser's Undo knows of it.
    insert(event, text) {
      event.preventDefault();
      document.execCommand(text ? "insertText" : "delete", false, text);
    }

    goTo(line) {
      const lines = this.text.split("\n");
      const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
      this.area.focus();
      this.area.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
    }
  }

  function indentAfter(line) {
    const indent = /^ */.exec(line)[0];
    return /:\s*(#.*)?$/.test(line) ? indent + INDENT : indent;
  }

  class Cell {
    constructor(root, python) {
      const start = root.querySelector(".exercise-live-start");
      Object.assign(this, { root, python, name: root.dataset.exercise, question: 0, busy: false });
      this.stub = start.querySelector("pre").textContent;
      this.build(start);
      this.open(kept.read(this.name) ?? this.stub);
      python.watch((state, more) => this.pythonSays(state, more));
    }

    build(start) {
      this.editor = new Editor("Your answer", () => this.edited());
      this.editor.area.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.check();
      });
      this.checking = button("Check", () => this.check());
      this.running = button("Run", () => this.run());
      this.stopping = button("Stop", () => this.stop());
      this.resetting = button("Reset", () => this.reset());
      this.checking.classList.add("exercise-live-main");
      this.note = h("p", { className: "exercise-live-note", id: `note-${this.name}` });
      this.meter = h("progress", { max: 1, hidden: true });
      this.meter.setAttribute("aria-label", "Python is being loaded");
      for (const one of [this.checking, this.running])
        one.setAttribute("aria-describedby", this.note.id);
      this.says = h("p", { className: "exercise-live-says" });
      this.says.setAttribute("role", "status");
      this.trace = h("div", { className: "exercise-live-trace" });
      this.rows = h("ul", { className: "exercise-live-checks" });
      this.output = h("div", { className: "exercise-live-output", tabIndex: 0, hidden: true });
      this.output.setAttribute("role", "region");
      this.output.setAttribute("aria-label", "Output");
      const buttons = [this.checking, this.running, this.stopping, this.resetting];
      start.hidden = true;
      start.after(h("div", { className: "exercise-live-work" },
        this.editor.element,
        h("div", { className: "exercise-live-buttons" }, ...buttons, this.meter),
        this.note, this.output, this.says, this.trace, this.rows));
    }

    // The text, in the editor and kept; the stub itself needs no keeping.
    open(text) {
      this.editor.text = text;
      this.resetting.disabled = text === this.stub;
    }

    edited() {
      this.undone = null;
      this.resetting.textContent = "Reset";
      this.resetting.disabled = this.editor.text === this.stub;
      this.keep();
    }

    keep() {
      const { text } = this.editor;
      const done = kept.write(this.name, text === this.stub ? null : text);
      if (!done) this.note.textContent = CANNOT_KEEP;
    }

    // Back to the stub, and, by the same button, back again.
    reset() {
      const { text } = this.editor;
      this.open(this.undone ?? this.stub);
      this.undone = this.undone ? null : text;
      this.resetting.textContent = this.undone ? "Undo reset" : "Reset";
      this.resetting.disabled = false;
      this.keep();
      this.clear();
      this.tell(this.undone ? "This is the stub again." : "This is your answer again.");
    }

    pythonSays(state, { share, text }) {
      const { here, why, bytes } = this.python;
      this.meter.hidden = state !== "loading";
      this.meter.value = share ?? 0;
      this.checking.hidden = this.running.hidden = this.stopping.hidden = !here;
      const loads = here ? LOADS.replace("N", Math.round(bytes / 1e6)) : why;
      this.note.textContent = { off: loads, failed: loads, loading: text }[state] ?? "";
      this.show();
    }

    // A button that can do nothing now is not disabled: it keeps the focus.
    show() {
      for (const one of [this.checking, this.running]) one.setAttribute("aria-disabled", this.busy);
      this.stopping.setAttribute("aria-disabled", !this.busy);
    }

    clear() {
      for (const element of [this.says, this.trace, this.rows, this.output])
        element.replaceChildren();
      this.output.hidden = true;
    }

    // Ask Python, unless Stop comes first; whatever comes of it is said once.
    async ask(question, tell) {
      if (this.busy || !this.python.here) return;
      const asked = ++this.question;
      this.busy = true;
      this.clear();
      this.show();
      try {
        await this.python.start();
        if (asked !== this.question) return;
        this.asked = true;
        tell(await question());
      } catch (error) {
        if (asked === this.question) this.failed(error);
      }
      if (asked === this.question) this.done();
    }

    done() {
      this.busy = this.asked = false;
      this.show();
    }

    check() {
      return this.ask(
        () => this.python.check(this.name, this.editor.text, (...piece) => this.print(...piece)),
        (result) => this.verdict(result),
      );
    }

    run() {
      return this.ask(
        () => this.python.run(this.editor.text, (...piece) => this.print(...piece)),
        () => this.tell(this.output.hidden ? "It ran, and printed nothing." : "It ran."),
      );
    }

    // While Python is still being loaded there is nothing to end: the question is dropped.
    stop() {
      if (!this.busy) return null;
      if (this.asked) return this.python.stop();
      this.question++;
      this.done();
      return this.tell("Stopped before it began.");
    }

    print(stream, text) {
      this.output.hidden = false;
      this.output.append(stream === "stderr" ? h("span", {}, text) : text);
    }

    // Said once, by the live region; `more` is what the eye sees elsewhere.
    tell(sentence, more = "") {
      this.says.replaceChildren(sentence, h("span", { className: "exercise-live-heard" }, more));
    }

    verdict({ points: got, of, checks }) {
      const missed = checks.filter(({ message }) => message);
      const more = missed.map(({ title, message }) => ` ${title}: ${message}.`);
      this.tell(`${got} of ${points(of)}.${missed.length ? "" : " All right."}`, more.join(""));
      this.rows.replaceChildren(...checks.map(row));
    }

    failed(error) {
      if (error instanceof Stopped) return this.tell("Stopped. Python starts again by itself.");
      if (!error.type) return this.tell(error.message);
      const { type, line, message, calls } = error;
      const what = type === "Fatal" ? message : `${type}: ${message}`;
      this.tell(line ? `Line ${line}: ${what}` : what);
      this.trace.replaceChildren(...calls.map((one) => this.call(...one)));
    }

    // A line of the reader's code on the way to the error; a click selects it.
    call(line, inside, text) {
      const where = inside === "<module>" ? "" : ` in ${inside}`;
      return h("div", {}, button(`line ${line}`, () => this.editor.goTo(line)), `${where}: `,
        h("code", {}, text));
    }
  }

  function row({ title, points: got, of, message }) {
    const mark = h("span", { className: "exercise-live-mark" }, message ? "✗" : "✓");
    mark.setAttribute("role", "img");
    mark.setAttribute("aria-label", message ? "not yet" : "passed");
    const head = h("span", { className: "exercise-live-check" }, title);
    const worth = h("span", { className: "exercise-live-worth" }, `${got} of ${of}`);
    const className = message ? "exercise-live-no" : "exercise-live-yes";
    const item = h("li", { className }, mark, head, worth);
    if (message) item.append(h("p", {}, message));
    return item;
  }

  const roots = document.querySelectorAll(".exercise-live[data-exercise]:not([data-kind=written])");
  const python = tinynetLive.python();
  window.tinynetCells = [...roots].map((root) => new Cell(root, python));
})();
