"""tinynet live in the page: the reader's browser runs the very network that the book is about.

distribution        Pyodide's files for the site: their sources, their checksums
package             ours, as a zip: tinynet, the digits, and
  sklearn_datasets    a stand-in for three functions of scikit-learn
  runner              the reader's code, run: output, errors, nothing that outlives it
worker.js           one Python a page, started at the first touch; its messages
page                the build's half: which pages get scripts, what is recorded and written
cell                an exercise: the directive; cell.js: editor, Run, Check, Stop
playground/         frames (settings -> frames), presets, playground.js; widget, for notebooks
"""
