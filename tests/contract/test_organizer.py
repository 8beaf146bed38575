"""Contract, section 6: the decision about the organizer, as a value."""

from __future__ import annotations

from kula_rules import fields as f
from kula_rules.contract.organizer import has_a_calendar, is_refused_for_unknown_reason, may_manage_the_job

from ..support import external, known, waits


def test_the_questions_about_the_organizer_have_a_spelling_and_a_sentence() -> None:
    calendar, job, reason = (
        has_a_calendar(f.organizer_id),
        may_manage_the_job(f.organizer_id),
        is_refused_for_unknown_reason,
    )
    assert (repr(calendar), calendar.sentence) == (
        "organizer_id.has_a_calendar()",
        "organizer_id has a connected calendar",
    )
    assert (repr(job), job.sentence) == (
        "organizer_id.may_manage_the_job()",
        "organizer_id is allowed to manage the application's job",
    )
    assert (repr(reason), reason.sentence) == (
        "is_refused_for_unknown_reason",
        "organizer_id is missing from the complete list of the job's valid organizers",
    )


def test_the_questions_about_the_organizer_know_what_they_read() -> None:
    tables = {"snapshot.applications", "snapshot.users", "snapshot.valid_organizers"}
    assert has_a_calendar(f.organizer_id).reads == tables | {"field.organizer_id"}
    assert may_manage_the_job(f.organizer_id).reads == tables | {
        "field.organizer_id",
        "field.external",
        "field.application_id",
    }
    assert is_refused_for_unknown_reason.reads == tables | {
        "field.organizer_id",
        "field.external",
        "field.application_id",
    }


def test_of_an_external_event_without_calendar_the_permission_needs_the_job_and_its_list() -> None:
    account = known(applications={"items": []})
    needs = ("snapshot.applications", "snapshot.valid_organizers")
    assert waits(external(organizer_id=9), account=account)["err_organizer_no_job_permission"] == needs
