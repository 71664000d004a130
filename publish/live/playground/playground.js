// The playground: controls -> settings -> frames (frames.py) -> pixels.
//
//   settings   one dictionary a network, as frames.py's USUAL has them; all of it, with the preset and
//              the step, stands in the address: #playground:preset=he,step=50
//              or #playground:depth=20,init=he_normal:2,b.init=zeros (b.: where network B differs)
//   source     where frames come from: a Recording that the build made, or Live: the page's Python
//              (worker.js), or a notebook's kernel (widget.py). One question is outstanding at a time;
//              what is answered to settings that changed meanwhile is dropped (`token`).
//   frame      drawn by `draw`: pictures of the plane, losses, four quantities by layer. Nothing is
//              computed here but positions of pixels, the sentence and the program (`codeOf`).
"use strict";
(() => {
  const SHADES = 16;
  const LIVE_KEYS = ["init", "activation", "depth", "width", "norm", "optimizer", "lr", "batch"];
  const SHARED = ["data", "seed"];
  const NAMES = {
    data: "data", seed: "seed", init: "first weights", activation: "activation",
    depth: "hidden layers", width: "units in each", norm: "normalization",
    optimizer: "optimizer", lr: "learning rate", batch: "examples a step",
  };
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const narrow = matchMedia("(max-width: 600px)");
  const tick = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const short = (value) => value === null || value === undefined ? "no number"
    : value === 0 ? "0" : Math.abs(value) >= 1e5 || Math.abs(value) < 1e-3
      ? value.toExponential(1) : String(Number(value.toPrecision(3)));

  function h(tag, properties = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name in element && name !== "list") element[name] = value;
      else element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  }

  // ---- where frames come from ----

  class Recording {
    constructor(run) {
      Object.assign(this, { run, at: 0, live: false });
      this.last = run.frames.length - 1;
    }

    frame() {
      const pictures = Uint8Array.from(this.run.pictures[this.at], (c) => c.charCodeAt(0) - 35);
      const { points, labels } = this.run.frames[0];
      return { ...this.run.frames[this.at], points, labels, pictures };
    }

    open() {
      this.at = 0;
      return this.frame();
    }

    advance() {
      if (this.at === this.last) return null;
      this.at++;
      return this.frame();
    }
  }

  class Live {
    constructor(ask) {
      Object.assign(this, { send: ask, live: true, queue: Promise.resolve() });
    }

    // One question after the other.
    ask(message) {
      const answer = this.queue.then(() => this.send(message));
      this.queue = answer.catch(() => {});
      return answer.then(({ text, bytes }) => {
        const result = JSON.parse(text);
        if (result.error) throw new Error(result.error);
        return { ...result, pictures: bytes };
      });
    }

    async open(networks) {
      const large = narrow.matches || networks.some((one) => one.depth * one.width > 200);
      const digits = networks[0].data === "digits"; // 4 x 4 units of 8 x 8 pixels
      const frame = await this.ask({ open: networks, grid: digits ? 32 : large ? 40 : 60 });
      this.points = { points: frame.points, labels: frame.labels };
      return frame;
    }

    async advance(steps) {
      return { ...(await this.ask({ advance: steps })), ...this.points };
    }
  }

  // ---- the program that gives the same numbers ----

  function initCode(text, told) {
    const [name, number] = text.split(":");
    const value = number === undefined ? told.numbered[name] ?? 1 : Number(number);
    if (name === "zeros" || name === "lsuv") return "tn.initializers.zeros";
    if (name === "sparse")
      return `lambda shape, rng: tn.initializers.sparse(min(15, shape[0]), ${value})(shape, rng)`;
    if (name in told.numbered) return `tn.initializers.${name}(${value})`;
    return value === 1 ? `tn.initializers.${name}`
      : `tn.initializers.scaled(tn.initializers.${name}, ${value})`;
  }

  function codeOf(s, steps, told) {
    const activation = { relu: "ReLU", leaky_relu: "LeakyReLU", tanh: "Tanh", sigmoid: "Sigmoid" };
    const norm = { batch: "BatchNorm", layer: "LayerNorm" }[s.norm];
    const inputs = s.data === "digits" ? 64 : 2;
    const texts = s.init.split("+");
    const init = texts.length === 1 ? initCode(texts[0], told)
      : `[\n${texts.map((text) => `    ${initCode(text, told)},\n`).join("")}]`;
    const rule = s.optimizer === "adam" ? `adam(lr=${s.lr})`
      : `sgd(lr=${s.lr}${s.optimizer === "momentum" ? ", momentum=0.9" : ""})`;
    return [
      "import itertools", "", "import numpy as np", "", "import tinynet as tn", "",
      s.data === "digits" ? "x, y, *_ = tn.data.digits()"
        : `x, y = tn.data.${s.data}(300, np.random.default_rng(0))`,
      `rng = np.random.default_rng(${s.seed})`,
      `sizes = [${inputs}] + ${s.depth} * [${s.width}] + [${told.classes[s.data]}]`,
      `init = ${init}`,
      `net = tn.mlp(sizes, tn.layers.${activation[s.activation]}, init, rng)`,
      ...(norm ? [
        "layers = []",
        "for layer in net.layers:",
        "    layers.append(layer)",
        "    if isinstance(layer, tn.layers.Dense) and layer is not net.layers[-1]:",
        `        layers.append(tn.normalization.${norm}(layer.fan_out))`,
        "net = tn.Network(layers)",
      ] : []),
      ...(s.init === "lsuv" ? ["tn.lsuv.lsuv(net, x[:100], rng)"] : []),
      "steps = tn.training.train(",
      "    net, tn.losses.softmax_cross_entropy, x, y,",
      `    tn.optimizers.${rule}, epochs=10**6,`,
      `    rng=np.random.default_rng(${s.seed}), batch_size=${s.batch},`,
      ")",
      `losses = list(itertools.islice(steps, ${steps}))`,
      "print(losses[-1] if losses else 'not one step yet')",
      "",
    ].join("\n");
  }

  // ---- what is to be seen, in words ----

  const title = (letter, s) =>
    `${letter}: ${s.init.includes("+") ? "layers begin differently" : s.init.replace(":", " × ")}`;

  function words(letter, s, network) {
    const name = title(letter, s);
    if (network.diverged !== null)
      return `${name}: diverged. At step ${network.diverged} the loss was no number any more, because ` +
        "each step overshot by more than the last. A smaller learning rate, or smaller weights, would help.";
    const { signal, gradient, dead, saturated } = network;
    const hidden = signal.slice(0, -1);
    const share = Math.round(100 * network.right);
    const parts = [`loss ${short(network.loss)}, ${share} % right`];
    const from = hidden[0], to = hidden.at(-1);
    const gone = dead.slice(0, -1).findIndex((value) => value === 1);
    if (gone >= 0) parts.push(`every unit of layer ${gone + 1} is 0 for every example`);
    else if (to === null || from === null) parts.push("the signal is no number");
    else if (hidden.length > 1 && to < from / 10) parts.push(
      `the signal shrinks from ${short(from)} to ${short(to)} on its way`);
    else if (hidden.length > 1 && to > from * 10) parts.push(
      `the signal grows from ${short(from)} to ${short(to)} on its way`);
    else parts.push(`the signal keeps its size (${short(from)} to ${short(to)})`);
    const first = gradient[0], last = gradient.at(-2);
    if (first === 0) parts.push("no gradient reaches the first layer");
    else if (first !== null && last && first < last / 10)
      parts.push(`the gradient fades to ${short(first)} at the first layer`);
    const flat = Math.max(...saturated.slice(0, -1).map((value) => value ?? 0));
    if (flat > 0.3) parts.push(`up to ${Math.round(100 * flat)} % of a layer is saturated`);
    return `${name}: ${parts.join("; ")}.`;
  }

  // ---- the whole of it ----

  class Playground {
    // told: what the build or the kernel says; ask: questions to frames.py, or null; page: true where
    // there is an address to keep.
    constructor(root, told, { python = null, ask = null, load = null, page = false }) {
      Object.assign(this, { root, told, python, askKernel: ask, load, page, token: 0, playing: false });
      this.id = `pg${Math.floor(Math.random() * 1e6)}`;
      this.every = 5;
      this.bands = [];
      this.build();
      new MutationObserver(() => this.draw())
        .observe(document.documentElement, { attributeFilter: ["data-theme", "data-jp-theme-light"] });
      new ResizeObserver(() => this.draw()).observe(this.maps);
      if (page) addEventListener("hashchange", () => this.fromAddress());
      this.fromAddress();
    }

    // -- building --

    build() {
      const { told, id } = this;
      const button = (text, action, more = {}) => {
        const element = h("button", { type: "button", textContent: text, ...more });
        element.addEventListener("click", () => action.call(this));
        return element;
      };
      const select = (options, name) => h("select", { id: `${id}-${name}`, name },
        ...options.map(([value, text]) => h("option", { value, textContent: text })));
      const labeled = (text, control) => h("div", { className: "pg-field" },
        h("label", { htmlFor: control.id, textContent: text }), control);

      this.preset = select([["", "my own settings"],
        ...Object.entries(told.presets ?? {}).map(([name, one]) => [name, one.title])], "preset");
      this.preset.addEventListener("change", () => this.preset.value && this.choosePreset(this.preset.value));
      this.says = h("p", { className: "pg-says" });

      const control = (letter, key) => {
        const field = told.fields[key], name = `${letter}-${key}`;
        let input;
        if (key === "init") input = select(field.map((one) => [one, one.replaceAll("_", " ")]), name);
        else if (key === "depth" || key === "width" || key === "seed" || key === "lr")
          input = h("input", {
            id: `${id}-${name}`, name, type: "number", required: true,
            min: field[0], max: field[1], step: key === "lr" ? "any" : 1,
          });
        else input = select(field.map((one) => [String(one), String(one).replaceAll("_", " ")]), name);
        input.addEventListener("change", () => this.changed(letter, key));
        return input;
      };
      this.controls = { both: {}, a: {}, b: {} };
      const both = h("fieldset", { className: "pg-both" }, h("legend", { textContent: "Both" }));
      for (const key of SHARED) {
        this.controls.both[key] = control("both", key);
        both.append(labeled(NAMES[key], this.controls.both[key]));
      }
      this.compare = h("input", { type: "checkbox", id: `${id}-compare` });
      this.compare.addEventListener("change", () => this.toggleCompare());
      both.append(h("div", { className: "pg-field" }, this.compare,
        h("label", { htmlFor: this.compare.id, textContent: "two networks side by side" })));
      this.forms = ["a", "b"].map((letter) => {
        const set = h("fieldset", { className: `pg-${letter}` },
          h("legend", { textContent: `Network ${letter.toUpperCase()}` }));
        for (const key of LIVE_KEYS) {
          const input = (this.controls[letter][key] = control(letter, key));
          set.append(labeled(NAMES[key], input));
          if (key === "init") {
            const number = (this.controls[letter].number = h("input", {
              id: `${id}-${letter}-number`, type: "number", step: "any", min: -1000, max: 1000,
            }));
            number.addEventListener("change", () => this.changed(letter, "init"));
            const field = labeled("gain", number);
            this.controls[letter].numberLabel = field.firstChild;
            set.append(field);
            const each = (this.controls[letter].each = h("div", { className: "pg-each" }));
            const details = h("details", {}, h("summary", { textContent: "layer by layer" }), each);
            details.addEventListener("toggle", () => this.listLayers(letter));
            this.controls[letter].details = details;
            set.append(details);
          }
        }
        return set;
      });

      this.play = button("Play", this.togglePlay, { className: "pg-main" });
      this.one = button("One step", () => this.advance(1));
      this.back = button("Same weights again", () => this.open());
      this.fresh = button("New seed", this.newSeed);
      this.until = h("input", { id: `${id}-until`, type: "number", min: 1, max: 1e6, step: 1 });
      this.speed = select([1, 2, 5, 10, 25].map((n) => [n, String(n)]), "speed");
      this.speed.value = "5";
      this.speed.addEventListener("change", () => (this.every = Number(this.speed.value)));
      this.start = button("Run it here", this.goLive);
      this.halt = button("Stop Python", () => this.python.stop(), { hidden: true });
      this.tenSeeds = button("Ten seeds", this.runBand);
      this.link = button("Copy link", this.copyLink);
      this.link.hidden = !this.page;
      this.status = h("p", { className: "pg-status", role: "status" });
      this.meter = h("progress", { max: 1, value: 0, hidden: true, "aria-label": "Python is being started" });

      this.maps = h("div", { className: "pg-maps" });
      const canvas = (name) => h("canvas", { role: "img", className: `pg-${name}`, "aria-label": name });
      this.pictures = [0, 1].map(() => canvas("picture"));
      this.captions = [0, 1].map(() => h("figcaption"));
      this.figures = [0, 1].map((i) => h("figure", {}, this.captions[i], this.pictures[i]));
      this.maps.append(...this.figures);
      this.plots = {
        losses: "loss at each step", signal: "signal by layer", gradient: "gradient by layer",
        shares: "dead (paler: saturated) share by layer", update: "update / weights by layer",
      };
      this.canvases = Object.fromEntries(Object.keys(this.plots).map((name) => [name, canvas("plot")]));
      const plots = h("div", { className: "pg-plots" }, ...Object.entries(this.plots).map(([name, text]) =>
        h("figure", { className: `pg-${name}` }, h("figcaption", { textContent: text }), this.canvases[name])));
      this.sentence = h("p", { className: "pg-sentence", "aria-live": "polite" });
      this.table = h("div", { className: "pg-scroll", tabIndex: 0, role: "region", "aria-label": "numbers by layer" });
      this.tableDetails = h("details", {}, h("summary", { textContent: "The numbers as a table" }), this.table);
      this.tableDetails.addEventListener("toggle", () => this.fillTable());
      this.layer = h("input", { id: `${id}-layer`, type: "number", min: 1, max: 21, value: 1 });
      this.bars = h("div", { className: "pg-bars" });
      this.layer.addEventListener("change", () => this.showHistogram());
      this.histogram = h("details", {}, h("summary", { textContent: "Histograms of one layer" }),
        labeled("layer", this.layer), this.bars);
      this.histogram.addEventListener("toggle", () => this.showHistogram());
      this.code = h("pre", { tabIndex: 0, "aria-label": "the program" });
      this.codeDetails = h("details", {}, h("summary", { textContent: "Show code" }), this.code,
        button("Copy code", () => this.copy(this.code.textContent, "Code copied")));
      this.codeDetails.addEventListener("toggle", () => this.fillCode());

      const form = h("form", { autocomplete: "off" }, both, ...this.forms);
      form.addEventListener("submit", (event) => event.preventDefault());
      // On a phone the pictures come first; a touch opens the controls.
      const settings = h("details", { open: !narrow.matches }, h("summary", { textContent: "Settings" }), form);
      this.view = h("div", { className: "pg-view" }, this.maps, plots);
      this.root.replaceChildren(...[...this.root.children].filter((e) => e.tagName === "SCRIPT"),
        h("div", { className: "pg-board" },
          h("div", { className: "pg-presets" }, labeled("Prepared runs", this.preset), this.says),
          settings,
          h("div", { className: "pg-shown" },
            h("div", { className: "pg-actions" }, this.play, this.one, this.back, this.fresh,
              labeled("until step", this.until), labeled("steps a picture", this.speed),
              this.tenSeeds, this.link),
            h("div", { className: "pg-python" }, this.status, this.start, this.halt, this.meter),
            this.sentence, this.view, this.tableDetails, this.histogram, this.codeDetails)));
      this.python?.watch((state, more) => this.pythonSays(state, more));
    }

    // -- settings --

    initOf(letter) {
      const { init, number, details, each } = this.controls[letter];
      if (details.open && each.childElementCount) {
        const texts = [...each.querySelectorAll("select")].map((select, i) => {
          const value = each.querySelectorAll("input")[i].value;
          return this.initText(select.value, value);
        });
        return texts.every((text) => text === texts[0]) ? texts[0] : texts.join("+");
      }
      return this.initText(init.value, number.value);
    }

    initText(name, number) {
      const usual = this.told.numbered[name] ?? 1;
      if (name === "zeros" || name === "lsuv" || number === "" || Number(number) === usual) return name;
      return `${name}:${Number(number)}`;
    }

    // The reader changed a control; what is wrong is said, and nothing else happens.
    changed(letter, key) {
      const { controls } = this;
      if (key === "init" && document.activeElement === controls[letter].init) {
        controls[letter].number.value = "";
        if (!controls[letter].details.contains(document.activeElement)) controls[letter].details.open = false;
      }
      const read = (name, one) => {
        const input = controls[name][one];
        if (one === "init") return this.initOf(name);
        return ["depth", "width", "seed", "lr", "batch"].includes(one) ? Number(input.value) : input.value;
      };
      for (const set of Object.values(controls))
        for (const input of Object.values(set))
          if (input instanceof HTMLInputElement && !input.checkValidity()) {
            return this.tell(`${input.labels?.[0]?.textContent ?? "a number"}: ${input.validationMessage}`);
          }
      const shared = Object.fromEntries(SHARED.map((one) => [one, read("both", one)]));
      const letters = this.compare.checked ? ["a", "b"] : ["a"];
      this.networks = letters.map((name) => ({
        ...Object.fromEntries(LIVE_KEYS.map((one) => [one, read(name, one)])), ...shared,
      }));
      // Layer by layer, the number of layers follows the depth.
      for (const one of this.networks) {
        const texts = one.init.split("+");
        if (texts.length > 1 && texts.length !== one.depth + 1)
          one.init = Array.from({ length: one.depth + 1 }, (_, i) => texts[Math.min(i, texts.length - 1)]).join("+");
      }
      this.use(this.networks);
    }

    toggleCompare() {
      this.use(this.compare.checked ? [this.networks[0], { ...this.networks[0] }] : [this.networks[0]]);
    }

    newSeed() {
      const seed = Math.floor(Math.random() * 1000);
      this.use(this.networks.map((one) => ({ ...one, seed })));
    }

    // Show these settings: from a recording where there is one, else live.
    use(networks, step = 0) {
      this.networks = networks.map((one) => ({ ...this.told.usual, ...one }));
      this.bands = [];
      const name = Object.keys(this.told.presets ?? {}).find((one) =>
        JSON.stringify(this.sorted(this.told.presets[one].networks)) === JSON.stringify(this.sorted(this.networks)));
      this.fillControls();
      this.preset.value = name ?? "";
      const preset = this.told.presets?.[name];
      this.says.replaceChildren(...(preset ? [preset.says] : []));
      const link = this.told.links?.[name];
      if (link) this.says.append(" ", h("a", { href: link, textContent: "The chapter" }), " says why.");
      return this.open(step, name);
    }

    sorted(networks) {
      return networks.map((one) => [...LIVE_KEYS, ...SHARED].map((key) => one[key]));
    }

    choosePreset(name, step = 0) {
      const preset = this.told.presets[name];
      this.every = preset.every;
      this.speed.value = String([1, 2, 5, 10, 25].find((n) => n >= preset.every) ?? 25);
      return this.use(preset.networks, step);
    }

    fillControls() {
      const [a, b] = this.networks;
      for (const key of SHARED) this.controls.both[key].value = a[key];
      this.compare.checked = Boolean(b);
      this.forms[1].hidden = !b;
      [["a", a], ["b", b ?? a]].forEach(([letter, one]) => {
        const set = this.controls[letter];
        for (const key of LIVE_KEYS) if (key !== "init") set[key].value = String(one[key]);
        const [first] = one.init.split("+");
        const [name, number] = first.split(":");
        set.init.value = name;
        const usual = this.told.numbered[name] ?? 1;
        set.number.value = number ?? usual;
        set.number.disabled = name === "zeros" || name === "lsuv";
        set.numberLabel.textContent = {
          constant: "value", random_normal: "standard deviation", truncated_normal: "standard deviation",
          random_uniform: "limit", sparse: "standard deviation",
        }[name] ?? "gain";
        if (one.init.includes("+")) set.details.open = true;
        this.listLayers(letter);
      });
      for (const key of LIVE_KEYS) {
        const differs = Boolean(b) && a[key] !== b[key];
        const label = this.controls.b[key].labels?.[0];
        label?.classList.toggle("pg-differs", differs);
        if (label) label.textContent = NAMES[key] + (differs ? " ≠" : "");
      }
    }

    listLayers(letter) {
      const { each, details } = this.controls[letter];
      if (!details.open) return each.replaceChildren();
      const one = this.networks[letter === "b" ? 1 : 0] ?? this.networks[0];
      const texts = one.init.split("+");
      each.replaceChildren(...Array.from({ length: one.depth + 1 }, (_, i) => {
        const [name, number] = (texts[i] ?? texts[0]).split(":");
        const label = `layer ${i + 1}`;
        const chosen = h("select", { "aria-label": label }, ...this.told.fields.init
          .filter((scheme) => scheme !== "lsuv")
          .map((value) => h("option", { value, textContent: value.replaceAll("_", " ") })));
        chosen.value = name;
        const value = h("input", { type: "number", step: "any", "aria-label": `${label}, number` });
        value.value = number ?? this.told.numbered[name] ?? 1;
        chosen.addEventListener("change", () => {
          value.value = this.told.numbered[chosen.value] ?? 1;
          this.changed(letter, "each");
        });
        value.addEventListener("change", () => this.changed(letter, "each"));
        return h("div", {}, h("span", { textContent: label }), chosen, value);
      }));
    }

    // -- running --

    tell(text) {
      this.status.textContent = text;
    }

    ready() {
      return this.askKernel !== null || ["ready", "busy"].includes(this.python?.state);
    }

    async open(step = 0, name = this.preset.value) {
      const token = ++this.token;
      this.playing = false;
      this.wanted = step;
      this.losses = [];
      this.buttons();
      try {
        if (name && this.load && !this.wantLive) {
          this.told.presets[name].run ??= await this.load(this.told.presets[name].script, name);
          this.source = new Recording(this.told.presets[name].run);
        } else if (this.ready()) {
          this.source = new Live((message) => this.askKernel ? this.askKernel(message) : this.python.frames(message));
        } else {
          this.source = null;
          this.frame = null;
          this.keep();
          this.tell(this.python?.here === false ? this.python.why
            : "These settings were not recorded: Python has to compute them here.");
          this.sentence.textContent = "";
          this.buttons();
          return this.draw();
        }
        if (token !== this.token) return;
        const frame = await this.source.open(this.networks);
        if (token !== this.token) return;
        this.show(frame);
        while (frame && this.frame.step < step && token === this.token) {
          const next = await this.source.advance(Math.min(this.every, step - this.frame.step));
          if (!next || token !== this.token) break;
          this.show(next);
        }
        this.tell(this.source.live ? "Computed here, now." : "Recorded when the book was built.");
        this.settle();
      } catch (error) {
        this.failed(error, token);
      }
      this.buttons();
    }

    failed(error, token) {
      if (token !== this.token) return;
      this.playing = false;
      this.source = null; // its networks are gone
      this.wanted = 0;
      const stopped = window.tinynetLive && error instanceof tinynetLive.Stopped;
      this.tell(stopped ? "Stopped. Play begins again, from the same weights." : error.message);
      this.buttons();
    }

    async advance(steps) {
      const token = this.token;
      if (!this.source) return;
      try {
        const frame = await this.source.advance(steps);
        if (token !== this.token) return;
        if (frame) this.show(frame);
        else this.tell("The recording ends here. Run it here, and it goes on.");
        this.settle();
      } catch (error) {
        this.failed(error, token);
      }
    }

    async togglePlay() {
      if (this.playing) {
        this.playing = false;
        return;
      }
      if (!this.source) return this.goLive();
      if (still.matches) return this.advance(this.every);
      if (!this.source.live && this.source.at === this.source.last) await this.open();
      const token = this.token;
      const until = Number(this.until.value) || Infinity;
      this.playing = true;
      this.buttons();
      try {
        // The next frame is made while this one is drawn.
        const after = (step) =>
          step < until ? this.source.advance(Math.min(this.every, until - step)) : null;
        let coming = after(this.frame.step);
        while (coming) {
          const began = performance.now();
          const frame = await coming;
          if (token !== this.token) return;
          if (!frame) break;
          const over = !this.playing || frame.networks.every((one) => one.diverged !== null);
          coming = over ? null : after(frame.step);
          this.show(frame);
          await tick();
          if (!this.source.live) await pause(Math.max(0, 80 - (performance.now() - began)));
        }
        if (token !== this.token) return;
        this.playing = false;
        this.settle();
      } catch (error) {
        this.failed(error, token);
      }
      this.buttons();
    }

    show(frame) {
      this.frame = frame;
      frame.networks.forEach((network, i) => {
        this.losses[i] ??= [];
        if (!frame.step) this.losses[i].push(network.loss);
        else this.losses[i].push(...network.losses);
      });
      this.draw();
      this.keep();
    }

    // A pause: now it is said, written down and kept in the address.
    settle() {
      if (!this.frame) return;
      const letters = ["A", "B"];
      const said = this.frame.networks.map((network, i) => words(letters[i], this.networks[i], network));
      this.sentence.textContent = `Step ${this.frame.step}. ${said.join(" ")}`;
      this.pictures.forEach((canvas, i) => canvas.setAttribute("aria-label",
        said[i] ? `What network ${letters[i]} predicts. ${said[i]}` : "no second network"));
      for (const [name, text] of Object.entries(this.plots))
        this.canvases[name].setAttribute("aria-label", `${text}; as a table below`);
      this.fillTable();
      this.fillCode();
      this.showHistogram();
      this.keep();
    }

    buttons() {
      this.play.textContent = this.playing ? "Pause" : still.matches ? "Next picture" : "Play";
      const none = !this.source;
      for (const one of [this.one, this.back, this.tenSeeds]) one.disabled = none;
      this.one.disabled ||= !this.source?.live;
      this.tenSeeds.disabled ||= !this.ready();
      this.start.hidden = Boolean(this.askKernel) || this.source?.live || !this.python?.here;
      this.start.textContent = this.ready() ? "Run it here"
        : `Run it here (fetches Python, ${Math.round((this.python?.bytes ?? 0) / 1e6)} MB, once)`;
    }

    pythonSays(state, { share, text }) {
      this.meter.hidden = state !== "loading";
      if (share !== undefined) this.meter.value = share;
      this.halt.hidden = !["loading", "busy", "ready"].includes(state) || !this.source?.live;
      if (state === "loading") this.tell(`${text} …`);
      if (state === "failed") this.tell(text);
      this.buttons();
    }

    async goLive() {
      if (this.python && !this.python.here) return this.tell(this.python.why);
      this.wantLive = true;
      this.start.disabled = true;
      try {
        if (this.python) await this.python.start();
        await this.open(this.source ? this.frame.step : this.wanted);
      } catch (error) {
        this.tell(error.message);
      }
      this.wantLive = false;
      this.start.disabled = false;
      this.buttons();
    }

    // Another nine seeds of each network, in the background of what is shown.
    async runBand() {
      if (!this.ready()) return;
      const token = this.token, live = this.source?.live ? this.source
        : new Live((message) => this.askKernel ? this.askKernel(message) : this.python.frames(message));
      const steps = Math.max(80, 40 * Math.ceil((this.frame?.step || 200) / 40));
      this.bands = this.networks.map(() => ({ steps, runs: [] }));
      try {
        for (let seed = 0; seed < 10; seed++) {
          for (const [i, one] of this.networks.entries()) {
            this.tell(`seed ${seed + 1} of 10 …`);
            const { losses } = await live.ask({ band: one, seed, steps });
            if (token !== this.token) return;
            this.bands[i].runs.push(losses);
            this.draw();
          }
        }
        this.tell("The gray band: lowest to highest loss of ten seeds.");
      } catch (error) {
        this.failed(error, token);
      }
    }

    async showHistogram() {
      if (!this.histogram.open || !this.frame) return;
      if (!this.source?.live)
        return this.bars.replaceChildren("A recording holds no histograms: run it here first.");
      const token = this.token, layer = Math.max(1, Number(this.layer.value)) - 1;
      const found = [];
      for (const [i, one] of this.networks.entries()) {
        if (layer > one.depth) continue;
        try {
          const histogram = await this.source.ask({ histogram: [i, layer] });
          if (token !== this.token) return;
          for (const name of ["signal", "gradient", "weights"]) {
            const { top, counts } = histogram[name], most = Math.max(...counts);
            const path = counts.map((n, x) => `M${x * 4},60v${-Math.round((58 * n) / most)}h3V60z`).join("");
            const label = `${"AB"[i]}, layer ${layer + 1}: ${name}, from ${short(-top)} to ${short(top)}`;
            const svg = h("div", { className: "pg-bar" });
            svg.innerHTML = `<svg viewBox="0 0 164 60" role="img"><path d="${path}" fill="currentColor"/></svg>`;
            svg.firstChild.setAttribute("aria-label", label);
            svg.append(h("span", { textContent: label }));
            found.push(svg);
          }
        } catch (error) {
          return this.tell(error.message);
        }
      }
      this.bars.replaceChildren(...(found.length ? found : ["There is no such layer."]));
    }

    fillTable() {
      if (!this.tableDetails.open || !this.frame) return;
      const heads = ["layer", "signal", "gradient", "dead", "saturated", "update"];
      this.table.replaceChildren(...this.frame.networks.map((network, i) => h("table", {},
        h("caption", { textContent: `${title("AB"[i], this.networks[i])}, step ${this.frame.step}: loss ${short(network.loss)}` }),
        h("thead", {}, h("tr", {}, ...heads.map((text) => h("th", { scope: "col", textContent: text })))),
        h("tbody", {}, ...network.signal.map((_, row) => h("tr", {},
          h("th", { scope: "row", textContent: row === network.signal.length - 1 ? "output" : `layer ${row + 1}` }),
          ...heads.slice(1).map((key) => h("td", { textContent: short(network[key][row]) }))))))));
    }

    fillCode() {
      if (this.frame) this.code.textContent = this.networks.map((one, i) =>
        (this.networks[1] ? `# network ${"AB"[i]}\n` : "") + codeOf(one, this.frame.step, this.told)).join("\n");
      else this.code.textContent = this.networks.map((one) => codeOf(one, 100, this.told)).join("\n");
    }

    // -- the address --

    address() {
      const parts = [];
      if (this.preset.value) parts.push(`preset=${this.preset.value}`);
      else {
        const [a, b] = this.networks;
        for (const key of [...SHARED, ...LIVE_KEYS])
          if (a[key] !== this.told.usual[key]) parts.push(`${key}=${encodeURIComponent(a[key])}`);
        if (b) {
          const differ = LIVE_KEYS.filter((key) => a[key] !== b[key]);
          parts.push(...(differ.length ? differ.map((key) => `b.${key}=${encodeURIComponent(b[key])}`) : ["b=1"]));
        }
      }
      const step = this.source ? this.frame?.step : this.wanted;
      if (step) parts.push(`step=${step}`);
      return `#playground:${parts.join(",")}`;
    }

    // Twice a second at most, while it trains too: whoever leaves finds the step again.
    keep() {
      if (!this.page || this.waiting) return;
      this.waiting = setTimeout(() => {
        this.waiting = null;
        history.replaceState(history.state, "", this.address());
      }, 500);
    }

    fromAddress() {
      const hash = this.page ? location.hash : "";
      const text = hash.startsWith("#playground:") ? hash.slice("#playground:".length) : "";
      const given = new Map(text.split(",").filter(Boolean).map((part) => {
        const at = part.indexOf("=");
        return [part.slice(0, at), decode(part.slice(at + 1))];
      }));
      const step = Math.min(2000, Math.max(0, Math.floor(Number(given.get("step"))) || 0));
      const presets = this.told.presets ?? {};
      if (Object.hasOwn(presets, given.get("preset") ?? "")) return this.choosePreset(given.get("preset"), step);
      if (!text && Object.keys(presets).length)
        return this.choosePreset("he" in presets ? "he" : Object.keys(presets)[0]);
      const wrong = [];
      const read = (prefix, base) => {
        const result = { ...base };
        for (const key of [...SHARED, ...LIVE_KEYS]) {
          const value = given.get(prefix + key);
          if (value === undefined) continue;
          if (this.allowed(key, value)) result[key] = typeof this.told.usual[key] === "number" ? Number(value) : value;
          else wrong.push(prefix + key);
        }
        return result;
      };
      const a = read("", this.told.usual);
      const second = given.has("b") || [...given.keys()].some((key) => key.startsWith("b."));
      const b = { ...read("b.", a), data: a.data, seed: a.seed };
      const known = new Set(["preset", "step", "b", ...[...SHARED, ...LIVE_KEYS].flatMap((k) => [k, `b.${k}`])]);
      wrong.push(...[...given.keys()].filter((key) => !known.has(key)));
      if (given.has("preset")) wrong.push("preset");
      const done = this.use(second ? [a, b] : [a], step);
      if (wrong.length) done.then(() => this.tell(
        `The address is damaged (${wrong.join(", ").slice(0, 80)}): the usual settings took its place. ${this.status.textContent}`));
      return done;
    }

    allowed(key, value) {
      const field = this.told.fields[key];
      if (key === "init") return value.split("+").every((text) => {
        const [name, number, ...rest] = text.split(":");
        return field.includes(name) && !rest.length && (number === undefined || Math.abs(Number(number)) <= 1000);
      });
      if (typeof this.told.usual[key] === "string") return field.includes(value);
      if (value.trim() === "" || !Number.isFinite(Number(value))) return false;
      if (key === "batch") return field.includes(Number(value));
      const whole = key === "lr" || Number.isInteger(Number(value));
      return whole && Number(value) >= field[0] && Number(value) <= field[1];
    }

    copyLink() {
      history.replaceState(history.state, "", this.address());
      this.copy(location.href, "Link copied");
    }

    async copy(text, done) {
      try {
        await navigator.clipboard.writeText(text);
        this.tell(done);
      } catch {
        this.tell("This browser does not let pages copy: select it by hand (links stand in the address bar).");
      }
    }

    // -- pixels --

    colors() {
      const style = getComputedStyle(this.root);
      const grid = style.getPropertyValue("--pg-grid").trim() || "#8888";
      const lines = this.networks.map((one) => {
        const [first] = one.init.split("+")[0].split(":");
        return one.init.includes("+") ? style.color : this.told.colors[first] ?? style.color;
      });
      if (lines[1] === lines[0]) lines[1] = style.color;
      return { ink: style.color, grid, lines };
    }

    surface(canvas, height) {
      const width = canvas.clientWidth || 300;
      const scale = Math.min(2, devicePixelRatio || 1);
      height ??= width;
      if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
        canvas.width = Math.round(width * scale);
        canvas.height = Math.round(height * scale);
      }
      const context = canvas.getContext("2d");
      context.setTransform(scale, 0, 0, scale, 0, 0);
      context.clearRect(0, 0, width, height);
      return { context, width, height };
    }

    draw() {
      if (!this.networks) return;
      const colors = this.colors();
      this.figures[1].hidden = !this.networks[1];
      this.view.classList.toggle("pg-two", Boolean(this.networks[1]));
      this.networks.forEach((one, i) => this.drawPicture(i, one, colors));
      this.drawLosses(colors);
      for (const name of ["signal", "gradient", "update"]) this.drawLayers(name, [name], colors, true);
      this.drawLayers("shares", ["dead", "saturated"], colors, false);
    }

    drawPicture(i, settings, { ink }) {
      const { context, width } = this.surface(this.pictures[i]);
      const network = this.frame?.networks[i];
      this.captions[i].textContent = `${"●■"[i]} ${title("AB"[i], settings)}` +
        (network ? ` · step ${this.frame.step} · loss ${short(network.loss)} · ${Math.round(100 * network.right)} %` : "");
      if (!network) return;
      const { size, pictures, points, labels } = this.frame;
      const image = new ImageData(size, size);
      const rgb = this.told.series.map((color) => [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16)));
      const digits = settings.data === "digits";
      const paper = isDark(this.root) ? [24, 26, 28] : [255, 255, 255];
      for (let cell = 0; cell < size * size; cell++) {
        const byte = pictures[i * size * size + cell];
        let [color, share] = [rgb[Math.floor(byte / SHADES)] ?? rgb[0], (0.12 + 0.6 * (byte % SHADES)) / SHADES + 0.08];
        if (digits) [color, share] = [byte < 8 ? rgb[0] : rgb[1], Math.abs(byte - 8) / 8];
        for (let c = 0; c < 3; c++) image.data[4 * cell + c] = paper[c] + share * (color[c] - paper[c]);
        image.data[4 * cell + 3] = 255;
      }
      this.buffer ??= document.createElement("canvas");
      this.buffer.width = this.buffer.height = size;
      this.buffer.getContext("2d").putImageData(image, 0, 0);
      context.imageSmoothingEnabled = !digits;
      context.drawImage(this.buffer, 0, 0, width, width);
      if (network.diverged !== null) {
        context.fillStyle = ink;
        context.font = "bold 16px sans-serif";
        context.textAlign = "center";
        context.fillText(`diverged at step ${network.diverged}`, width / 2, width / 2);
      }
      if (digits) {
        context.fillStyle = ink;
        context.globalAlpha = 0.4;
        for (const at of [1, 2, 3].map((unit) => Math.round(unit * width / 4))) {
          context.fillRect(at, 0, 1, width);
          context.fillRect(0, at, width, 1);
        }
        context.globalAlpha = 1;
        return;
      }
      const [x0, y0, half] = this.told.squares[settings.data];
      const r = width > 250 ? 3 : 2;
      points.forEach(([x, y], at) => {
        const px = ((x - x0) / half + 1) * width / 2, py = ((y0 - y) / half + 1) * width / 2;
        context.beginPath();
        if (labels[at] === 0) context.arc(px, py, r, 0, 7);
        else if (labels[at] === 1) context.rect(px - r, py - r, 2 * r, 2 * r);
        else {
          context.moveTo(px, py - r - 1);
          context.lineTo(px + r + 1, py + r);
          context.lineTo(px - r - 1, py + r);
          context.closePath();
        }
        context.fillStyle = this.told.series[labels[at]];
        context.fill();
        context.strokeStyle = isDark(this.root) ? "#000" : "#fff";
        context.lineWidth = 0.7;
        context.stroke();
      });
    }

    axes(canvas, height, low, high, log, { ink, grid }, xText) {
      const { context, width } = this.surface(canvas, height);
      const box = { left: 46, top: 8, right: width - 8, bottom: height - 20 };
      const at = (value) => log ? Math.log10(value) : value;
      const y = (value) => box.bottom - ((at(value) - at(low)) / (at(high) - at(low) || 1)) * (box.bottom - box.top);
      context.font = "11px sans-serif";
      context.fillStyle = ink;
      context.strokeStyle = grid;
      context.lineWidth = 1;
      context.textAlign = "right";
      context.textBaseline = "middle";
      const ticks = log
        ? range(Math.ceil(at(low)), Math.floor(at(high))).filter((_, i, all) => i % Math.ceil(all.length / 4) === 0).map((e) => 10 ** e)
        : [low, (low + high) / 2, high];
      for (const value of ticks) {
        context.beginPath();
        context.moveTo(box.left, y(value));
        context.lineTo(box.right, y(value));
        context.stroke();
        context.fillText(short(value), box.left - 4, y(value));
      }
      context.textAlign = "center";
      context.fillText(xText, (box.left + box.right) / 2, height - 7);
      return { context, box, y };
    }

    line(context, points, color, dashed, marked) {
      context.strokeStyle = context.fillStyle = color;
      context.lineWidth = 2;
      context.setLineDash(dashed ? [6, 4] : []);
      context.beginPath();
      let open = false;
      for (const point of points) {
        if (!point) open = false;
        else if (open) context.lineTo(...point);
        else {
          context.moveTo(...point);
          open = true;
        }
      }
      context.stroke();
      context.setLineDash([]);
      if (marked) for (const point of points) {
        if (!point) continue;
        if (dashed) context.fillRect(point[0] - 3, point[1] - 3, 6, 6);
        else {
          context.beginPath();
          context.arc(...point, 3, 0, 7);
          context.fill();
        }
      }
    }

    drawLosses(colors) {
      const chance = Math.log(this.told.classes[this.networks[0].data]);
      const all = (this.losses ?? []).flat().filter((value) => value !== null);
      const high = Math.min(3 * chance, Math.max(1.1 * chance, ...all.slice(0, 5000)));
      const steps = Math.max(10, this.frame?.step ?? 0, ...this.bands.map((band) => band.steps));
      const { context, box, y } = this.axes(this.canvases.losses, 150, 0, high, false, colors, `step, 0 to ${steps}`);
      const x = (step) => box.left + (step / steps) * (box.right - box.left);
      const clip = (value) => y(Math.min(value, high));
      for (const { steps: length, runs } of this.bands) {
        const columns = range(0, (runs[0]?.length ?? 0) - 1).map((i) => {
          const values = runs.map((run) => run[i]).map((value) => value ?? high);
          return [x(((i + 0.5) * length) / runs[0].length), clip(Math.min(...values)), clip(Math.max(...values))];
        });
        if (!columns.length) continue;
        context.fillStyle = "#8886";
        context.beginPath();
        for (const [px, , top] of columns) context.lineTo(px, top);
        for (const [px, bottom] of columns.reverse()) context.lineTo(px, bottom);
        context.fill();
      }
      (this.losses ?? []).forEach((losses, i) => {
        const stride = Math.max(1, Math.floor(losses.length / 400));
        const points = losses.filter((_, at) => at % stride === 0).map((value, at) =>
          value === null ? null : [x(at * stride), clip(value)]);
        this.line(context, points, colors.lines[i], i === 1, false);
      });
    }

    drawLayers(name, keys, colors, log) {
      const networks = this.frame?.networks ?? [];
      const values = networks.flatMap((network) => keys.flatMap((key) => network[key]))
        .filter((value) => value !== null && (!log || value > 0));
      const low = log ? Math.max(1e-12, Math.min(0.1, ...values)) : 0;
      const high = log ? Math.min(1e12, Math.max(1, ...values)) : 1;
      const layers = Math.max(2, ...networks.map((network) => network.signal.length));
      const { context, box, y } = this.axes(this.canvases[name], 150, low / (log ? 1.5 : 1), high * (log ? 1.5 : 1), log,
        colors, `layer 1 to ${layers - 1}, output`);
      const x = (layer) => box.left + 8 + (layer / (layers - 1)) * (box.right - box.left - 16);
      networks.forEach((network, i) => keys.forEach((key, which) => {
        const points = network[key].map((value, layer) => value === null ? null
          : [x(layer), y(log ? Math.min(high, Math.max(low, value)) : value)]);
        context.globalAlpha = which ? 0.55 : 1;
        this.line(context, points, colors.lines[i], i === 1, true);
        context.globalAlpha = 1;
      }));
    }
  }

  const range = (from, to) => Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
  const isDark = (root) => {
    const [r, g, b] = getComputedStyle(root).color.match(/[\d.]+/g).map(Number);
    return r + g + b > 380;
  };
  function decode(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }

  // In a page: recordings are scripts, Python is the page's worker.
  function begin() {
    const root = document.getElementById("playground");
    const told = document.getElementById("playground-data");
    if (!root || !told) return;
    const python = tinynetLive.python();
    const load = (script, name) => tinynetLive.part(python.root + script, name);
    window.playground = new Playground(root, JSON.parse(told.textContent), { python, load, page: true });
  }

  globalThis.tinynetPlayground = { Playground, codeOf };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", begin);
  else begin();
})();
