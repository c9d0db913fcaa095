"""The doors: a folder of CSV or Parquet, one Excel workbook, one JSON document, to and from frames.

A door only knows its format: it gives `Sheet`s of cells and takes frames. What the cells mean is read from the
documents, in `values` (one column at a time) and `relations` (between rows and tables), so a new field costs nothing
here. `Report` gathers every problem before anything is raised.
"""
