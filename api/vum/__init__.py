"""The VUM: what other parties ask of us (`source`), and what we ask of them (`mediator`); open where settings say so.

Its paths, names and errors are those of the VUM, not of the rules for our own API. So it stands beside `/v1` and is not
in `/v1/openapi.json`; its contracts are published by the VUM.
"""
