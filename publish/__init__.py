"""The Sphinx extension that puts explorers and claims on the pages of the book.

explorer_page   controls and pictures, from the template explorer.html
claims_page     a row for each claim, and the table of all of them
chapters_page   the table of chapters with their questions
reference       what tinynet offers, from its docstrings
names           its names in chapters, as links to the reference
bank_page       tables of exercises, objectives and assignments
outputs         what the cells display, as nodes of the page
execution       how the chapters run: static mode, cache, side by side
formulas        formulas as MathML, set when the book is built
card            the picture of the book where a link to it is shared
site            what every page needs: ids, scripts, a description, an early theme
launch          a chapter run elsewhere: buttons, and the cell that installs the book
styles          one stylesheet, without what no page of the book can show
ebook           one file for e-readers
paper           a command: one PDF, printed from the pages of the e-book
claims, task    a command: every claim of every chapter, with other draws
live/           Python in the page: exercises and the playground (a package of its own)
"""


def setup(app):
    """Wiring alone: which function answers which event."""
    import tinynet
    from publish import (
        bank_page,
        chapters_page,
        claims_page,
        ebook,
        execution,
        explorer_page,
        formulas,
        launch,
        names,
        reference,
        site,
        styles,
    )
    from publish.live import cell, page

    # A change of what is imported, or of this package: every page is read again.
    app.add_config_value("tinynet_digest", "", "env", [str])
    app.connect("config-inited", execution.configure)
    app.connect("env-before-read-docs", execution.run_ahead)

    app.add_node(explorer_page.ExplorerNode, html=(explorer_page.visit, None))
    app.add_post_transform(explorer_page.OnePicture)
    app.add_post_transform(explorer_page.PictureFirst)
    app.add_js_file("explorer.js", defer="defer")
    app.add_css_file("explorer.css")
    app.connect("doctree-read", explorer_page.check_names)

    app.add_config_value("tinynet_held", "book/held.json", "env", [str])
    app.add_node(claims_page.ClaimsNode)
    app.add_directive("claims", claims_page.ClaimsDirective)
    app.add_css_file("claims.css")
    app.connect("env-before-read-docs", claims_page.prepare, priority=100)
    app.connect("env-purge-doc", claims_page.forget)
    app.connect("env-merge-info", claims_page.merge)
    app.connect("doctree-read", claims_page.collect)
    app.connect("env-updated", claims_page.pages_to_write)
    app.connect("doctree-resolved", claims_page.fill)
    app.connect("build-finished", claims_page.note_written)

    app.add_node(chapters_page.ChaptersNode)
    app.add_directive("chapters", chapters_page.ChaptersDirective)
    app.connect("env-before-read-docs", chapters_page.prepare, priority=100)
    app.connect("env-purge-doc", chapters_page.forget)
    app.connect("env-merge-info", chapters_page.merge)
    app.connect("doctree-read", chapters_page.collect)
    app.connect("env-updated", chapters_page.pages_to_write)
    app.connect("doctree-resolved", chapters_page.fill)

    app.add_directive("bank", bank_page.BankDirective)

    app.setup_extension("sphinx.ext.autodoc")
    app.setup_extension("sphinx.ext.viewcode")
    app.add_directive("reference", reference.ReferenceDirective)
    app.connect("config-inited", reference.configure)
    app.connect("autodoc-process-docstring", reference.mend_docstring)
    app.connect("autodoc-process-signature", reference.show_signature)
    app.connect("autodoc-process-bases", reference.show_bases)
    app.connect("missing-reference", reference.find_type)
    app.connect("env-get-outdated", reference.drop_sources)
    app.connect("html-page-context", reference.describe_source)

    app.add_post_transform(names.NamesInText)
    app.connect("html-page-context", names.link_cells)

    app.add_node(page.PlaygroundNode, html=(page.visit, page.depart), **page.ON_PAPER)
    app.add_directive("playground", page.PlaygroundDirective)
    app.add_role("preset", page.PresetRole())
    app.add_post_transform(page.PresetLinks)
    app.connect("builder-inited", page.add_static)
    app.connect("env-before-read-docs", page.prepare, priority=100)
    app.connect("env-purge-doc", page.forget)
    app.connect("env-merge-info", page.merge)
    app.connect("env-updated", page.provide)
    app.connect("html-page-context", page.add_to_page)

    app.add_node(cell.ExerciseNode, html=(cell.visit, cell.depart), **page.ON_PAPER)
    solution = (cell.visit_solution, cell.depart_solution)
    app.add_node(cell.SolutionNode, html=solution, **cell.NOT_ON_PAPER)
    app.add_directive("exercise-live", cell.ExerciseDirective)

    app.add_html_math_renderer(
        "mathml", (formulas.visit_math, None), (formulas.visit_displaymath, None)
    )
    app.add_post_transform(formulas.KeepTogether)
    app.add_css_file("Temml-Local.css")
    app.add_css_file("formulas.css")
    app.connect("config-inited", formulas.configure)
    app.connect("builder-inited", formulas.add_static)

    app.add_builder(ebook.EBook, override=True)
    app.add_post_transform(ebook.FoldSolutions)
    app.connect("config-inited", ebook.configure)
    app.connect("html-page-context", ebook.tidy_page, priority=990)

    app.add_js_file(None, body=site.EARLY, priority=0)
    app.add_css_file("reference.css")
    app.add_css_file("site.css")
    app.connect("config-inited", site.configure)
    app.connect("builder-inited", site.add_static)
    app.connect("doctree-resolved", site.size_pictures)
    app.connect("html-page-context", site.tidy_page, priority=900)
    app.connect("html-page-context", styles.leave_out, priority=950)
    app.connect("build-finished", site.draw_card)
    app.connect("build-finished", site.keep_search)
    app.connect("config-inited", launch.configure)
    app.connect("build-finished", launch.add_cells)
    app.connect("build-finished", styles.write, priority=900)  # the theme writes one of the sheets
    return {"version": tinynet.__version__, "parallel_read_safe": True, "parallel_write_safe": True}
