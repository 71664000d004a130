// Python in the page: one worker a page, started at the first touch.
//
//   const python = tinynetLive.python();          the page's one, whoever asks
//   python.here                                   false where this build or this browser has none;
//   python.why                                    then a sentence that says so
//   python.bytes                                  what starting it fetches
//   python.watch((state, {share, text}) => ...)   "off", "loading", "ready", "busy" or "failed"
//   await python.start()
//   await python.run(code, emit)                  emit("stdout" | "stderr", text), as it comes
//   await python.check(exercise, code, emit)      what exercises.run(exercise, code) returns
//   await python.frames(message)                  {text, bytes}: frames.py answers the playground
//   python.stop()                                 ends what runs, now; ready again by itself
//
// run and check reject with a PythonError: {type, message, line, calls: [[line, function, text]]},
// line being the reader's own; everything rejects with Stopped after stop(). Nothing is shared
// between runs, and nothing that code does to tinynet or NumPy outlives its run (runner.py).
//
// Messages, plain objects both ways; `id` counts the page's questions, answers carry the same:
//
//   to the worker                              from the worker
//   {kind: "start", manifest, parts, package,  {kind: "progress", share, text} ...,
//     compiled}                                  {kind: "compiled", compiled}: for the next worker,
//                                                {kind: "ready"}
//   {kind: "run", id, code}                    {kind: "output", id, stream, text} ...,
//   {kind: "check", id, exercise, code}          {kind: "result", id, text, heap}: JSON of runner.py
//   {kind: "frames", id, text}                 {kind: "result", id, text, bytes, heap}
//                                              {kind: "fatal", id, message}: this worker is lost
//
// Python answers one question after the other; what is asked meanwhile waits. A run that needed
// much memory never gives it back, so the worker is then replaced, which nobody notices.
//
// The files come as scripts (distribution.py says why), so that this works from a folder, too. For
// the same reason the worker is made of the text of a function, `inside`.
"use strict";
(() => {
  const HEAP = 400e6; // bytes: a worker that grew beyond is replaced

  class Stopped extends Error {}

  class PythonError extends Error {
    constructor({ type, message, line, calls }) {
      super(message);
      Object.assign(this, { type, line, calls });
    }
  }

  class Python {
    constructor(root, data) {
      Object.assign(this, { root, data, state: "off", parts: [], waiting: new Map(), watchers: [] });
      this.why = data.manifest ? lacking() : "This build of the book holds no Python for the page.";
      this.here = !this.why;
      this.bytes = ((data.manifest?.bytes ?? 0) * 4) / 3;
      this.id = 0;
    }

    watch(watcher) {
      this.watchers.push(watcher);
      watcher(this.state, {});
    }

    say(state, more = {}) {
      this.state = state;
      for (const watcher of this.watchers) watcher(state, more);
    }

    // Resolves when Python is ready; rejects, with a sentence for the reader, where it cannot be.
    start() {
      if (!this.here) return Promise.reject(new Error(this.why));
      this.starting ??= this.load().then(
        () => this.launch(),
      ).catch((error) => {
        this.starting = null;
        if (!(error instanceof Stopped)) this.say("failed", { text: error.message });
        throw error;
      });
      return this.starting;
    }

    // Every part that is not there yet. A part that fails is named; another try fetches it alone.
    async load() {
      const names = Object.keys(this.data.manifest.parts);
      let loaded = 0;
      const arrived = () =>
        this.say("loading", { share: (0.6 * loaded++) / (names.length + 1), text: "fetching Python" });
      arrived();
      const fetched = names.map(async (name, i) => {
        this.parts[i] ??= await part(`${this.root}pyodide/${name}`, i);
        arrived();
      });
      fetched.push((async () => {
        this.package ??= await part(`${this.root}${this.data.package}`, "package");
        arrived();
      })());
      // All are waited for: what comes late would cover the word about what does not come.
      const lost = (await Promise.allSettled(fetched)).find(({ reason }) => reason);
      if (lost) throw lost.reason;
    }

    // A worker of our own, with everything in it.
    launch() {
      return new Promise((resolve, reject) => {
        const source = new Blob([`(${inside})()`], { type: "text/javascript" });
        const url = URL.createObjectURL(source);
        const worker = (this.worker = new Worker(url));
        this.launched = reject;
        const broken = (message) => {
          this.discard(new Error(message));
          reject(new Error(message));
        };
        worker.onerror = (event) => broken(`Python did not start: ${event.message ?? "unknown"}`);
        worker.onmessage = ({ data }) => {
          URL.revokeObjectURL(url);
          if (data.kind === "progress")
            this.say("loading", { share: 0.6 + 0.4 * data.share, text: data.text });
          else if (data.kind === "compiled") this.compiled = data.compiled;
          else if (data.kind === "ready") {
            this.say(this.waiting.size ? "busy" : "ready");
            resolve();
          } else if (data.kind === "fatal" && data.id === undefined) broken(data.message);
          else this.answered(data);
        };
        const { parts, package: ours, compiled, data: { manifest } } = this;
        worker.postMessage({ kind: "start", manifest, parts, package: ours, compiled });
      });
    }

    answered(data) {
      const asked = this.waiting.get(data.id);
      if (data.kind === "output") return asked?.emit?.(data.stream, data.text);
      this.waiting.delete(data.id);
      if (data.kind === "fatal") {
        asked?.reject(new PythonError({ type: "Fatal", message: data.message, line: null, calls: [] }));
        return this.replace();
      }
      asked?.resolve(data);
      if (data.heap > HEAP && !this.waiting.size) this.replace();
      else this.say(this.waiting.size ? "busy" : "ready");
    }

    async ask(message, emit) {
      await this.start();
      const id = ++this.id;
      const answer = new Promise((resolve, reject) =>
        this.waiting.set(id, { resolve, reject, emit }));
      this.worker.postMessage({ ...message, id });
      this.say("busy");
      return answer;
    }

    async run(code, emit) {
      return resultOf(await this.ask({ kind: "run", code }, emit));
    }

    async check(exercise, code, emit) {
      return resultOf(await this.ask({ kind: "check", exercise, code }, emit));
    }

    frames(message) {
      return this.ask({ kind: "frames", text: JSON.stringify(message) });
    }

    // Whatever runs ends at once; its memory goes, and another worker starts.
    stop() {
      if (this.state === "off" || this.state === "failed") return;
      this.replace();
    }

    replace() {
      this.discard(new Stopped("stopped"));
      this.start().catch(() => {});
    }

    discard(reason) {
      this.worker?.terminate();
      this.worker = null;
      this.starting = null;
      this.launched?.(reason);
      for (const { reject } of this.waiting.values()) reject(reason);
      this.waiting.clear();
    }
  }

  function resultOf({ text }) {
    const { result, error } = JSON.parse(text);
    if (error) throw new PythonError(error);
    return result;
  }

  // What this browser lacks, in a sentence.
  function lacking() {
    if (typeof WebAssembly !== "object")
      return "This browser has no WebAssembly, so Python cannot run in the page.";
    if (typeof Worker !== "function" || typeof DecompressionStream !== "function")
      return "This browser is too old to run Python in the page.";
    return "";
  }

  // Scripts call livePart(name, text); the text of the one at this address.
  const parts = new Map();
  window.livePart = (name, text) => parts.set(name, text);
  function part(url, name) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      const failed = () =>
        reject(new Error(`${url.split("/").at(-1)} could not be fetched. Try again?`));
      script.onload = () => {
        script.remove();
        const text = parts.get(name);
        parts.delete(name);
        if (text === undefined) failed();
        else resolve(text);
      };
      script.onerror = () => {
        script.remove();
        failed();
      };
      script.src = url;
      document.head.append(script);
    });
  }

  // The worker's half. It sees nothing of what stands above: its text is all that it is made of.
  function inside() {
    const SITE = "https://pyodide.invalid/"; // asked of nobody: files come from this map
    const files = new Map();
    const fetchForReal = self.fetch;
    let pyodide, runner, frames;

    const bytesOf = async (base64) =>
      Uint8Array.fromBase64?.(base64) ??
      new Uint8Array(await (await fetchForReal(`data:;base64,${base64}`)).arrayBuffer());

    async function unpack(bytes) {
      const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
      return new Uint8Array(await new Response(stream).arrayBuffer());
    }

    async function gather({ manifest, parts: texts }) {
      const stream = new Uint8Array(manifest.bytes);
      let end = 0;
      for (const text of texts) {
        const bytes = await bytesOf(text);
        stream.set(bytes, end);
        end += bytes.length;
      }
      if (end !== manifest.bytes) throw new Error("a part of Python is missing");
      let from = 0;
      await Promise.all(manifest.files.map(async ({ name, bytes, gzip }) => {
        const packed = stream.subarray(from, (from += bytes));
        files.set(name, gzip ? await unpack(packed) : packed);
      }));
    }

    function serve(url) {
      const name = String(url).split("/").at(-1);
      if (!files.has(name)) return Promise.reject(new Error(`${name} is not in this book`));
      const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
      const response = new Response(files.get(name), { headers: { "Content-Type": type } });
      return Promise.resolve(response);
    }

    function importFile(name) {
      const url = URL.createObjectURL(new Blob([files.get(name)], { type: "text/javascript" }));
      importScripts(url);
      URL.revokeObjectURL(url);
      files.delete(name);
    }

    const progress = (share, text) => postMessage({ kind: "progress", share, text });

    // Compiling takes longest, so it begins first, and a worker that follows another needs none.
    function compile(compiled) {
      compiled = compiled
        ? Promise.resolve(compiled)
        : WebAssembly.compile(files.get("pyodide.asm.wasm")).then((made) => {
          postMessage({ kind: "compiled", compiled: made });
          return made;
        });
      compiled.catch(() => {}); // reported where it is awaited
      WebAssembly.instantiateStreaming = async (_, imports) => {
        const module = await compiled;
        return { module, instance: await WebAssembly.instantiate(module, imports) };
      };
    }

    async function start(message) {
      progress(0, "unpacking Python");
      await gather(message);
      compile(message.compiled);
      self.fetch = serve;
      progress(0.2, "starting Python");
      importFile("pyodide.js");
      importFile("pyodide.asm.js");
      pyodide = await loadPyodide({ indexURL: SITE, env: { HOME: "/home/pyodide" } });
      progress(0.7, "loading NumPy");
      await pyodide.loadPackage("numpy", { messageCallback: () => {} });
      files.clear();
      progress(0.9, "loading tinynet");
      pyodide.unpackArchive(await bytesOf(message.package), "zip", { extractDir: "/tinynet" });
      pyodide.runPython("import sys; sys.path.insert(0, '/tinynet')");
      runner = pyodide.pyimport("runner");
      frames = pyodide.pyimport("frames");
      postMessage({ kind: "ready" });
    }

    // Output in pieces: at most one message each 30 ms, the rest at the end.
    function collector(id) {
      let held = [];
      let last = 0;
      const flush = () => {
        for (const [stream, text] of held) postMessage({ kind: "output", id, stream, text });
        held = [];
        last = performance.now();
      };
      const emit = (stream, text) => {
        if (held.at(-1)?.[0] === stream) held.at(-1)[1] += text;
        else held.push([stream, text]);
        if (performance.now() - last > 30) flush();
      };
      return { emit, flush };
    }

    function answer({ kind, id, code, exercise, text }) {
      const result = { kind: "result", id };
      const transfer = [];
      if (kind === "frames") {
        const pair = frames.answer(text);
        const bytes = pair.get(1).toJs();
        Object.assign(result, { text: pair.get(0), bytes });
        transfer.push(bytes.buffer);
        pair.destroy();
      } else {
        const { emit, flush } = collector(id);
        result.text = kind === "run" ? runner.run(code, emit) : runner.check(exercise, code, emit);
        flush();
      }
      result.heap = pyodide._module.HEAPU8.length;
      postMessage(result, transfer);
    }

    self.onmessage = async ({ data }) => {
      try {
        if (data.kind === "start") await start(data);
        else answer(data);
      } catch (error) {
        const message = data.kind === "start"
          ? `Python did not start: ${error.message}`
          : `Python broke off (${String(error.message ?? error).split("\n")[0]})`;
        postMessage({ kind: "fatal", id: data.id, message });
      }
    };
  }

  let python;
  window.tinynetLive = {
    PythonError,
    Stopped,
    part,
    // Of the page: what the build knows stands in a block of the page, <script id="live-data">.
    python() {
      if (!python) {
        const block = document.getElementById("live-data");
        const data = block ? JSON.parse(block.textContent) : {};
        python = new Python(data.root ?? "", data);
      }
      return python;
    },
  };
})();
