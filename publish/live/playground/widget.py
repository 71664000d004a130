"""The playground in a notebook: the same JavaScript; the kernel answers in place of the page.

from publish.live.playground.widget import playground
playground()                                   in JupyterLab, Notebook, VS Code, Colab
playground({"init": "zeros"}, {"init": "he_normal"})
"""

import json
from pathlib import Path

import anywidget
import traitlets

from publish.live.playground import frames, presets

HERE = Path(__file__).parent
# Questions carry an id; the answer with the same one is theirs.
GLUE = """
export default { render({ model, el }) {
  const waiting = new Map();
  let last = 0;
  const answered = ({ id, text }, buffers) => {
    const [buffer] = buffers;
    waiting.get(id)?.({ text, bytes: buffer ? new Uint8Array(buffer.buffer ?? buffer,
      buffer.byteOffset ?? 0, buffer.byteLength) : new Uint8Array() });
    waiting.delete(id);
  };
  model.on("msg:custom", answered);
  const ask = (message) => new Promise((resolve) => {
    waiting.set(++last, resolve);
    model.send({ id: last, text: JSON.stringify(message) });
  });
  const root = document.createElement("div");
  root.className = "playground";
  el.append(root);
  const told = model.get("told");
  const shown = new tinynetPlayground.Playground(root, told, { ask });
  shown.use(told.open);
  return () => model.off("msg:custom", answered);
} };
"""


class Playground(anywidget.AnyWidget):
    _esm = (HERE / "playground.js").read_text("utf-8") + GLUE
    _css = (HERE / "playground.css").read_text("utf-8")
    told = traitlets.Dict().tag(sync=True)

    def __init__(self, networks: list[dict]):
        runs = {
            name: {key: preset[key] for key in ("title", "says", "every")}
            | {"networks": presets.networks(preset)}
            for name, preset in presets.read().items()
        }
        open_ = [frames.checked(one) for one in networks] or runs["he"]["networks"]
        super().__init__(told=presets.controls() | {"presets": runs, "open": open_})
        self.session = frames.Session()
        self.on_msg(self.answer)

    def answer(self, _, content: dict, buffers: list) -> None:
        """Each widget has networks of its own."""
        result, pictures = self.session.answer(json.loads(content["text"]))
        text = json.dumps(result, allow_nan=False)
        self.send({"id": content["id"], "text": text}, [pictures])


def playground(*networks: dict) -> Playground:
    """One network, or two side by side, each given by what differs from the usual settings."""
    if len(networks) > 2:
        raise ValueError(f"one network or two, not {len(networks)}")
    return Playground(list(networks))
