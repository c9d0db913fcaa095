"""Learning from how past placements went: advice only, as one part of the value, off by default.

`fit` makes a model (the one file with scikit-learn), `measures` says how good chances are, `study` does both on one
instance and writes down what came out.
"""
