"""The pages: what people who do not program see and do, made on the server; they work without scripts.

One page is one file here with a view, and one template of the same name. A page asks the store, the live proposals and
the engine exactly what the routes ask; it computes nothing of its own.
"""
