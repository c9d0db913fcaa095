"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "blobs",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("hash", name="pk_blobs"),
    )
    op.create_table(
        "datasets",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_datasets"),
    )
    op.create_table(
        "erasures",
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name="pk_erasures"),
    )
    op.create_table(
        "executors",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_executors"),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False, comment="SHA-256 over method, path and body."),
        sa.Column("status", sa.Integer(), nullable=True, comment="HTTP status."),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subject", "key", name="pk_idempotency_keys"),
    )
    op.create_index("ix_idempotency_keys_at", "idempotency_keys", ["at"])
    op.create_table(
        "logbook_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("first_number", sa.BigInteger(), nullable=False, comment="Records up to here were cut off."),
        sa.Column("first_hash", sa.String(), nullable=False, comment="Hash of the last record that was cut off."),
        sa.PrimaryKeyConstraint("id", name="pk_logbook_head"),
    )
    op.create_table(
        "records",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
            comment="1, 2, 3, …: no gaps.",
        ),
        sa.Column("trace_id", sa.String(), nullable=False, comment="16 bytes, hexadecimal."),
        sa.Column("span_id", sa.String(), nullable=False, comment="8 bytes, hexadecimal."),
        sa.Column("parent_span_id", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False, comment="Unset, Ok or Error."),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("start_time", sa.BigInteger(), nullable=False, comment="Milliseconds since 1970, UTC."),
        sa.Column("end_time", sa.BigInteger(), nullable=False, comment="Milliseconds since 1970, UTC."),
        sa.Column("subject", sa.String(), nullable=True, comment="dpl.core.data_subject_id, for searching."),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("attributes", sa.JSON(), nullable=False),
        sa.Column("resource", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_records"),
    )
    op.create_index("ix_records_actor", "records", ["actor"])
    op.create_index("ix_records_subject", "records", ["subject"])
    op.create_table(
        "subjects",
        sa.Column("participant", sa.String(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("participant", name="pk_subjects"),
    )
    op.create_table(
        "decisions",
        sa.Column(
            "number",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=False),
            nullable=False,
            comment="Order of deciding.",
        ),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("dataset", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False, comment="accept, reject, pin, exclude, override or withdraw."),
        sa.Column("participant", sa.String(), nullable=True, comment="Empty once erased."),
        sa.Column("workplace", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=True, comment="Which rule an override sets aside."),
        sa.Column("reason", sa.String(), nullable=True, comment="Coded reason; empty for overrides and withdrawals."),
        sa.Column("note", sa.String(), nullable=False, comment="Why, in words; an override needs it."),
        sa.Column("withdraws", sa.String(), nullable=True),
        sa.Column("run", sa.String(), nullable=True, comment="The match-run whose proposal it was about."),
        sa.Column("hash", sa.String(), nullable=False, comment="The version that counted at that moment."),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dataset"], ["datasets.name"], name="fk_decisions_dataset"),
        sa.ForeignKeyConstraint(["withdraws"], ["decisions.id"], name="fk_decisions_withdraws"),
        sa.PrimaryKeyConstraint("number", name="pk_decisions"),
        sa.UniqueConstraint("id", name="uq_decisions_id"),
        sa.UniqueConstraint("withdraws", name="uq_decisions_withdraws"),
    )
    op.create_index("ix_decisions_participant", "decisions", ["dataset", "participant"])
    op.create_index("ix_decisions_workplace", "decisions", ["dataset", "workplace"])
    op.create_table(
        "holds",
        sa.Column("dataset", sa.String(), nullable=False),
        sa.Column("workplace", sa.String(), nullable=False),
        sa.Column("slot", sa.Integer(), autoincrement=False, nullable=False, comment="From 0."),
        sa.Column("participant", sa.String(), nullable=False),
        sa.Column(
            "decision", sa.String(), nullable=True, comment="The acceptance; empty for a placement in the documents."
        ),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["dataset"], ["datasets.name"], name="fk_holds_dataset"),
        sa.PrimaryKeyConstraint("dataset", "workplace", "slot", name="pk_holds"),
        sa.UniqueConstraint("dataset", "participant", name="uq_holds_dataset_participant"),
    )
    op.create_table(
        "participants",
        sa.Column("dataset", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("municipality", sa.String(), nullable=False),
        sa.Column("coach", sa.String(), nullable=True),
        sa.Column("placed", sa.String(), nullable=True),
        sa.Column("placed_since", sa.Date(), nullable=True),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["dataset"], ["datasets.name"], name="fk_participants_dataset"),
        sa.PrimaryKeyConstraint("dataset", "id", name="pk_participants"),
    )
    op.create_index("ix_participants_coach", "participants", ["dataset", "coach"])
    op.create_index("ix_participants_id", "participants", ["id"])
    op.create_index("ix_participants_municipality", "participants", ["dataset", "municipality"])
    op.create_table(
        "places",
        sa.Column("dataset", sa.String(), nullable=False),
        sa.Column("workplace", sa.String(), nullable=False),
        sa.Column("slots", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["dataset"], ["datasets.name"], name="fk_places_dataset"),
        sa.PrimaryKeyConstraint("dataset", "workplace", name="pk_places"),
    )
    op.create_table(
        "versions",
        sa.Column("dataset", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("reference_date", sa.Date(), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False, comment="Rows per table."),
        sa.Column("changes", sa.JSON(), nullable=False, comment="Against the version before, per table."),
        sa.Column("imported_by", sa.String(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dataset"], ["datasets.name"], name="fk_versions_dataset"),
        sa.ForeignKeyConstraint(["hash"], ["blobs.hash"], name="fk_versions_hash"),
        sa.PrimaryKeyConstraint("dataset", "number", name="pk_versions"),
    )
    op.create_index("ix_versions_hash", "versions", ["hash"])
    op.create_table(
        "scenarios",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("dataset", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("patches", sa.JSON(), nullable=False, comment="Rows of the table plan_patches, in order."),
        sa.Column("cloned_from", sa.String(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["cloned_from"], ["scenarios.id"], name="fk_scenarios_cloned_from"),
        sa.ForeignKeyConstraint(
            ["dataset", "version"], ["versions.dataset", "versions.number"], name="fk_scenarios_dataset_version"
        ),
        sa.ForeignKeyConstraint(["dataset"], ["datasets.name"], name="fk_scenarios_dataset"),
        sa.PrimaryKeyConstraint("id", name="pk_scenarios"),
    )
    op.create_index("ix_scenarios_dataset", "scenarios", ["dataset"])
    op.create_table(
        "runs",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False, comment="match or plan."),
        sa.Column("dataset", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False, comment="The instance."),
        sa.Column("policy_hash", sa.String(), nullable=False),
        sa.Column("decided", sa.BigInteger(), nullable=False, comment="Number of the last decision that it followed."),
        sa.Column("scenario", sa.String(), nullable=True),
        sa.Column("parent", sa.String(), nullable=True),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("versions", sa.JSON(), nullable=False, comment="Of leerwerk and the solvers that ran it."),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("executor", sa.String(), nullable=True, comment="Who works on it, or did last."),
        sa.Column("attempts", sa.Integer(), nullable=False, comment="How often an executor took it up."),
        sa.Column("incumbent", sa.Double(), nullable=True, comment="Value of the best answer so far."),
        sa.Column("bound", sa.Double(), nullable=True, comment="Proven: no answer is better."),
        sa.Column("gap", sa.Double(), nullable=True),
        sa.Column("error", sa.JSON(), nullable=True, comment="Why it failed: type and message."),
        sa.ForeignKeyConstraint(["dataset"], ["datasets.name"], name="fk_runs_dataset"),
        sa.ForeignKeyConstraint(["hash"], ["blobs.hash"], name="fk_runs_hash"),
        sa.ForeignKeyConstraint(["parent"], ["runs.id"], name="fk_runs_parent"),
        sa.ForeignKeyConstraint(["scenario"], ["scenarios.id"], name="fk_runs_scenario"),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
    )
    op.create_index("ix_runs_dataset_kind", "runs", ["dataset", "kind", "asked_at"])
    op.create_index("ix_runs_parent", "runs", ["parent"])
    op.create_index("ix_runs_state", "runs", ["state"])
    op.create_table(
        "answers",
        sa.Column("run", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name="fk_answers_run"),
        sa.PrimaryKeyConstraint("run", name="pk_answers"),
    )
    op.create_table(
        "progress",
        sa.Column("run", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("elapsed", sa.Double(), nullable=False, comment="Seconds since this attempt began."),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("incumbent", sa.Double(), nullable=True),
        sa.Column("bound", sa.Double(), nullable=True),
        sa.Column("gap", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name="fk_progress_run"),
        sa.PrimaryKeyConstraint("run", "number", name="pk_progress"),
    )
    op.execute("INSERT INTO logbook_head (id, number, hash, first_number, first_hash) VALUES (1, 0, '', 0, '')")


def downgrade() -> None:
    """Take it back."""
    for table in (
        "progress",
        "answers",
        "runs",
        "scenarios",
        "versions",
        "places",
        "participants",
        "holds",
        "decisions",
        "subjects",
        "records",
        "logbook_head",
        "idempotency_keys",
        "executors",
        "erasures",
        "datasets",
        "blobs",
    ):
        op.drop_table(table)
