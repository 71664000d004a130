"""How fast is tinynet? Its training step beside those of the frameworks, on one core.

make bench                            measure, then draw the table and the picture
python -m benchmarks.speed --help     what can be chosen
python -m benchmarks.report           the table and the picture again, from the result file

problem     what every program has to do: the sizes, the data, the first weights, the batches
programs    how each of them does it
worker      one program in a process of its own
speed       the rounds: A B C D, A B C D, ...
report      the result file as a table and a picture
"""
