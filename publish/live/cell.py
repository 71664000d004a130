"""The build's half of an exercise in the page: ```` ```{exercise-live} he-gain ````.

The page gets the prompt, the stub, and for practice the solution; all of it can be read without
JavaScript. cell.js makes an editor of the stub and asks the page's Python what the checks say.
Paper gets the prompt and the stub. Hidden checks give their points alone; graded solutions and
variants are not read.

In a notebook a fence shows nothing but its body. So the body is one line of code, which a reader
copies to a cell to see the task; the page leaves it out:

    ```{exercise-live} he-gain
    from exercises.bank import task; task("he-gain")
    ```
"""

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from exercises import bank
from publish.live.page import is_site, wants_python

logger = logging.getLogger(__name__)
READ = ("exercise.yml", "prompt.md", "start.py", "checks.py", "solution.py")


class ExerciseNode(nodes.General, nodes.Element):
    """An exercise: its title, facts and prompt; the stub and the solution where it has them."""


class SolutionNode(nodes.General, nodes.Element):
    """What stands behind a click."""


class ExerciseDirective(SphinxDirective):
    required_arguments = 1
    has_content = True

    def run(self):
        try:
            exercise = bank.read(self.arguments[0])
        except (LookupError, bank.Invalid) as error:
            logger.warning("exercise-live: %s", error, location=self.get_location())
            return []
        for file in READ:
            self.env.note_dependency(str(exercise.folder / file))
        return [self.node(exercise)]

    def node(self, exercise):
        name = f"exercise-{exercise.id}"
        node = ExerciseNode("", ids=[name], exercise=exercise.id, kind=exercise.kind)
        title, _ = self.state.inline_text(exercise.title, self.lineno)
        node += nodes.paragraph("", "", nodes.strong("", "", *title), ids=[f"{name}-title"])
        node += nodes.paragraph("", facts(exercise), classes=["exercise-live-facts"])
        prompt = StringList(exercise.text("prompt.md").splitlines(), "prompt.md")
        self.state.nested_parse(prompt, self.content_offset, node)
        if exercise.kind != "written":
            wants_python(self.env, self.env.docname, "cell")
            node += code(exercise.text("start.py"), classes=["exercise-live-start"])
        if exercise.kind == "practice":
            node += SolutionNode("", code(exercise.text("solution.py")))
        return node


def code(text, **attributes):
    return nodes.literal_block(text, text, language="python", **attributes)


def facts(exercise):
    """Kind, minutes and points, in a line."""
    here, all_in_all = exercise.points(), exercise.points(hidden=True)
    worth = f"{here:g} points" if here == all_in_all else f"{here:g} of {all_in_all:g} points here"
    return f"{exercise.kind.capitalize()} · {exercise.minutes} minutes · {worth}"


def visit(self, node):
    name = node["ids"][0]
    of_group = {"role": "group", "aria-labelledby": f"{name}-title"}
    of_group |= {"data-exercise": node["exercise"], "data-kind": node["kind"]}
    self.body.append(self.starttag(node, "div", CLASS="exercise-live", **of_group))


def depart(self, node):
    self.body.append("</div>\n")


def visit_solution(self, node):
    if not is_site(self.builder.app):
        raise nodes.SkipNode
    self.body.append('<details class="exercise-live-solution"><summary>Solution</summary>\n')


def depart_solution(self, node):
    self.body.append("</details>\n")


def skip(self, node):
    raise nodes.SkipNode


NOT_ON_PAPER = dict.fromkeys(("latex", "text", "texinfo", "man"), (skip, None))
