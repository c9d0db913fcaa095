"""The tables, one (or a few that belong together) a file. A new file is imported here, and gets a migration."""

from api.store.models.base import Table, UTCDateTime, now
from api.store.models.datasets import Blob, Dataset, Participant, Version
from api.store.models.decisions import Decision, Hold, Place
from api.store.models.logbook import Head, Record
from api.store.models.requests import IdempotencyKey
from api.store.models.runs import Answer, Executor, Progress, Run
from api.store.models.scenarios import Scenario
from api.store.models.subjects import Erasure, Subject

__all__ = [
    "Answer",
    "Blob",
    "Dataset",
    "Decision",
    "Erasure",
    "Executor",
    "Head",
    "Hold",
    "IdempotencyKey",
    "Participant",
    "Place",
    "Progress",
    "Record",
    "Run",
    "Scenario",
    "Subject",
    "Table",
    "UTCDateTime",
    "Version",
    "now",
]
