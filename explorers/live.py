"""An explorer in a running notebook: ipywidgets, and a kernel that draws what they ask for."""

import base64
import traceback
from html import escape

from matplotlib.figure import Figure

from explorers import pictures


def picture(fig: Figure, sentence: str) -> str:
    """The HTML that shows a figure with its sentence below."""
    data = base64.b64encode(pictures.svg(fig).encode()).decode("ascii")
    width = round(96 * fig.get_figwidth())
    return (
        f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(sentence)}" '
        f'style="width:{width}px;max-width:100%">'
        f'<p style="max-width:{width}px;line-height:1.4">{escape(sentence)}</p>'
    )


def live_box(explorer, html: str):
    """The widgets: controls above, the opening state `html` below; other states are drawn anew."""
    import ipywidgets as widgets  # here, so that the static page carries no widget

    shown = widgets.HTML(html)
    drawn = {explorer.start: html}
    controls, boxes = [], []
    for axis, i in zip(explorer.axes, explorer.start, strict=True):
        options = [(label, k) for k, label in enumerate(axis.labels)]
        wide = {"description_width": "initial"}
        if axis.ordered:
            control = widgets.SelectionSlider(
                options=options, value=i, description=axis.name, continuous_update=False, style=wide
            )
        else:
            control = widgets.RadioButtons(
                options=options, value=i, description=axis.name, style=wide
            )
        box = [control]
        if axis.name == explorer.play:
            button = widgets.Play(max=len(options) - 1, value=i, interval=400)
            widgets.jslink((button, "value"), (control, "index"))
            box.append(button)
        controls.append(control)
        boxes.append(widgets.HBox(box))

    def redraw(_):
        state = tuple(control.value for control in controls)
        try:
            if state not in drawn:
                drawn[state] = picture(*explorer.figure(state))
            shown.value = drawn[state]
        except Exception:
            shown.value = f"<pre>{escape(traceback.format_exc())}</pre>"
            raise

    for control in controls:
        control.observe(redraw, "value")
    title = [widgets.HTML(f"<b>{escape(explorer.title)}</b>")] if explorer.title else []
    return widgets.VBox([*title, *boxes, shown])


def live_bundle(explorer) -> dict:
    """The opening state, with widgets that draw the others on the kernel."""
    fig, sentence = explorer.figure(explorer.start)
    html = picture(fig, sentence)
    png = base64.b64encode(pictures.png(fig)).decode("ascii")
    fallback = {"image/png": png, "text/plain": sentence}
    if not explorer.axes:
        return fallback | {"text/html": html}
    return live_box(explorer, html)._repr_mimebundle_() | fallback
