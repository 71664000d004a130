// Explorers: the controls choose among pictures that were drawn when the book was built.
//
// The page holds each explorer's form (hidden until this script runs), its opening picture and a
// JSON block: {name, axes: [{name, labels}], start, sentences, frames: [wide.js, narrow.js]}.
// A state is one position for each axis; the last axis changes fastest. All states that are not
// the opening ones stand in the address: #signal:init=he_normal,depth=50;other:epoch=3
//
// The frames of a width are a script, so that they load from a folder, too: it calls
// explorerFrames({states, frames, pieces, dark}). states has the frame of each state, a frame is a
// list of pieces, a piece is an element of SVG, and dark maps colors of the light page.
"use strict";
(() => {
  const explorers = new Map(); // by name, the one touched last at the end
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const dark = () => document.documentElement.dataset.theme === "dark";

  window.explorerFrames = (frames) => (document.currentScript.frames = frames);

  // All pictures of one width.
  class Frames {
    constructor(url) {
      this.url = url;
      this.made = new Map();
    }

    load() {
      this.loading ??= new Promise((resolve) => {
        const script = document.createElement("script");
        script.onload = () => resolve(Object.assign(this, script.frames));
        script.onerror = () => resolve(this);
        script.src = this.url;
        document.head.append(script);
      });
      return this.loading;
    }

    // The address of a state's picture; where nothing could be loaded, one that shows the sentence.
    picture(state, look) {
      if (!this.states) return this.url;
      const frame = this.states[state];
      const key = `${frame} ${look}`;
      if (!this.made.has(key)) {
        let svg = this.frames[frame].map((piece) => this.pieces[piece]).join("\n");
        if (look === "dark")
          svg = svg.replace(new RegExp(Object.keys(this.dark).join("|"), "g"), (c) => this.dark[c]);
        this.made.set(key, URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" })));
      }
      return this.made.get(key);
    }
  }

  // What shows the pictures of one look and width: an <img>, or the <source> for a phone.
  class Shown {
    constructor(element, attribute) {
      this.element = element;
      this.attribute = attribute;
      this.opening = element.getAttribute(attribute);
    }

    show(url) {
      if (this.element.getAttribute(this.attribute) !== url)
        this.element.setAttribute(this.attribute, url);
    }
  }

  class Explorer {
    constructor(figure) {
      this.figure = figure;
      this.form = figure.querySelector("form");
      Object.assign(this, JSON.parse(figure.querySelector("script").textContent));
      this.caption = figure.querySelector("figcaption");
      this.frames = this.frames.map((url) => new Frames(url));
      this.pictures = {};
      for (const look of ["light", "dark"]) {
        const image = figure.querySelector(`img.only-${look}`);
        const source = image.parentNode.querySelector("source");
        this.pictures[look] = [new Shown(image, "src"), source && new Shown(source, "srcset")];
        this.narrow = source && matchMedia(source.media);
      }
      this.narrow?.addEventListener("change", () => this.draw());
      this.link = figure.querySelector(".explorer-link");
      this.controls = this.axes.map((axis) => [
        ...this.form.querySelectorAll(`[name="${this.name}-${axis.name}"]`),
      ]);
      this.form.addEventListener("input", () => this.choose(this.chosen()));
      this.form.addEventListener("submit", (event) => event.preventDefault());
      this.form.addEventListener("reset", (event) => {
        event.preventDefault();
        this.choose(this.start);
      });
      this.link.addEventListener("click", (event) => this.copy(event));
      for (const touch of ["pointerenter", "pointerdown", "focusin"])
        figure.addEventListener(touch, () => this.preload(), { passive: true });
      this.play = figure.querySelector(".explorer-play");
      if (this.play) {
        this.axis = this.axes.findIndex((axis) => axis.name === this.play.dataset.axis);
        this.play.addEventListener("click", () => this.toggle());
        still.addEventListener("change", () => this.stop());
      }
      this.stop();
      this.show(this.start);
      this.form.hidden = false;
    }

    // What the controls say, as positions on the axes.
    chosen() {
      return this.controls.map((inputs) =>
        Number((inputs.find((input) => input.type === "range" || input.checked)).value));
    }

    // The reader's choice: shown, and kept in the address.
    choose(state, playing = false) {
      if (!playing) this.stop();
      this.preload();
      this.show(state);
      explorers.delete(this.name);
      explorers.set(this.name, this);
      keep();
    }

    show(state) {
      this.state = state;
      this.controls.forEach((inputs, axis) => {
        const label = this.axes[axis].labels[state[axis]];
        for (const input of inputs) {
          if (input.type === "radio") input.checked = Number(input.value) === state[axis];
          else {
            input.value = state[axis];
            input.setAttribute("aria-valuetext", label);
            input.nextElementSibling.value = label;
          }
        }
      });
      const sentence = this.sentences[this.index()];
      for (const image of this.figure.querySelectorAll("img")) image.alt = sentence;
      if (this.caption.textContent !== sentence) this.caption.textContent = sentence;
      this.link.href = "#" + this.address();
      this.draw();
    }

    index() {
      return this.state.reduce((sum, i, axis) => sum * this.axes[axis].labels.length + i, 0);
    }

    // The picture of the state, in the page's present look and width.
    async draw() {
      const width = this.width();
      const look = dark() ? "dark" : "light";
      const picture = this.pictures[look][width];
      const state = this.index();
      if (`${this.state}` === `${this.start}`) return picture.show(picture.opening);
      const frames = await this.frames[width].load();
      if (state === this.index()) picture.show(frames.picture(state, look));
    }

    width() {
      return this.narrow?.matches ? 1 : 0;
    }

    // All pictures of the page's present width, once.
    preload() {
      this.frames[this.width()].load();
    }

    address() {
      const parts = this.axes.map((axis, i) =>
        `${axis.name}=${encodeURIComponent(axis.labels[this.state[i]])}`);
      return `${this.name}:${parts.join(",")}`;
    }

    // The state that an address's part "init=he_normal,depth=50" names.
    parse(text) {
      const given = new Map(text.split(",").map((part) => part.split("=")));
      return this.axes.map((axis, i) => {
        const at = axis.labels.indexOf(decode(given.get(axis.name) ?? ""));
        return at < 0 ? this.start[i] : at;
      });
    }

    async copy(event) {
      event.preventDefault();
      const url = this.link.href;
      history.replaceState(history.state, "", url);
      let done = "Link copied";
      try {
        await navigator.clipboard.writeText(url);
      } catch {
        done = "Link is in the address bar"; // the browser does not let pages copy
      }
      this.link.textContent = done;
      setTimeout(() => (this.link.textContent = "Link to this state"), 2500);
    }

    // One step a press where the reader asked for less motion, else on to the last value.
    toggle() {
      if (this.timer) return this.stop();
      const last = this.axes[this.axis].labels.length - 1;
      if (this.state[this.axis] === last) this.step(-last);
      else this.step(1);
      if (still.matches) return;
      this.caption.setAttribute("aria-live", "off"); // a sentence every half second is no help
      this.play.textContent = "Pause";
      this.timer = setInterval(() => {
        if (this.state[this.axis] < last) this.step(1);
        if (this.state[this.axis] === last) this.stop();
      }, 500);
    }

    step(by) {
      this.choose(this.state.map((i, axis) => (axis === this.axis ? i + by : i)), true);
    }

    stop() {
      clearInterval(this.timer);
      this.timer = null;
      this.caption.setAttribute("aria-live", "polite");
      if (this.play) this.play.textContent = still.matches ? "Step" : "Play";
    }
  }

  function decode(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text; // a damaged address names no state
    }
  }

  // Write the address a moment after the last change: browsers limit how often that may be done.
  let waiting;
  function keep() {
    clearTimeout(waiting);
    waiting = setTimeout(write, 150);
  }

  function write() {
    const moved = [...explorers.values()].filter((e) => `${e.state}` !== `${e.start}`).reverse();
    const hash = moved.map((explorer) => explorer.address()).join(";");
    history.replaceState(history.state, "", hash ? "#" + hash : location.pathname + location.search);
  }

  // Show what the address says, and bring its first explorer into view.
  function read() {
    const parts = location.hash.slice(1).split(";").map((part) => part.split(":"));
    const named = parts.filter(([name, state]) => state && explorers.has(decode(name)));
    for (const [name, state] of named.reverse()) {
      const explorer = explorers.get(decode(name));
      explorer.choose(explorer.parse(state));
    }
    if (named.length) explorers.get(decode(named.at(-1)[0])).figure.scrollIntoView({ block: "nearest" });
    else if (!location.hash) for (const explorer of explorers.values()) explorer.show(explorer.start);
  }

  function begin() {
    for (const figure of document.querySelectorAll("figure.explorer:has(form)")) {
      const explorer = new Explorer(figure);
      explorers.set(explorer.name, explorer);
    }
    if (!explorers.size) return;
    read();
    addEventListener("hashchange", read);
    new MutationObserver(() => {
      for (const explorer of explorers.values()) explorer.draw();
    }).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  }

  if (document.readyState === "loading") addEventListener("DOMContentLoaded", begin);
  else begin();
})();
