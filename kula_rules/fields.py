"""The words that rules are written in: the fields of a request, its modes, and the tables of an account.

    >>> from kula_rules import fields as f
    >>> (f.location == "zoom") & ~f.externally_managed
    (location == 'zoom') & ~externally_managed
    >>> f.duration_minutes.is_between(15, 60).sentence
    'duration_minutes is between 15 and 60'

Every method gives a predicate; compose predicates with `&`, `|` and `~`. A comparison with an absent field is false;
`is_present()` is the one that speaks about absence. Fields judge the *effective* request: what is sent, or else what
the interview plan's activity supplies. `is_sent()` and `is_omitted()` judge the payload alone.
"""

from __future__ import annotations

from typing import Final

from .field_words import (
    ExternalField,
    Field,
    IdField,
    IdListField,
    IntegerField,
    TextField,
)
from .shape import EXTERNAL, FIELDS
from .time_words import StartTimeField, TimezoneField
from .words import AccountTable, Condition

organizer_id: Final = IdField(FIELDS["organizer_id"])
application_id: Final = IdField(FIELDS["application_id"])
start_time: Final = StartTimeField(FIELDS["start_time"])
timezone: Final = TimezoneField(FIELDS["timezone"])
duration_minutes: Final = IntegerField(FIELDS["duration_minutes"])
kind: Final = Field(FIELDS["kind"])
location: Final = Field(FIELDS["location"])
interviewer_ids: Final = IdListField(FIELDS["interviewer_ids"])
stage_activity_id: Final = IdField(FIELDS["stage_activity_id"])
office_id: Final = IdField(FIELDS["office_id"])
host_id: Final = IdField(FIELDS["host_id"])
hackerrank_template_id: Final = IdField(FIELDS["hackerrank_template_id"])
name: Final = TextField(FIELDS["name"])
calendar_event_visibility: Final = TextField(FIELDS["calendar_event_visibility"])
ai_note_taker_enabled: Final = Field(FIELDS["ai_note_taker_enabled"])
ai_scorecard_assist_enabled: Final = Field(FIELDS["ai_scorecard_assist_enabled"])
interviewer_template_id: Final = IdField(FIELDS["interviewer_template_id"])
candidate_template_id: Final = IdField(FIELDS["candidate_template_id"])
scorecard_template_id: Final = IdField(FIELDS["scorecard_template_id"])
external: Final = ExternalField(FIELDS["external"], EXTERNAL)

externally_managed: Final = Condition(
    "externally_managed",
    "the event",
    "be externally managed",
    lambda facts: facts.externally_managed,
    reads=["field.external"],
)
plan_driven: Final = Condition(
    "plan_driven",
    "the interview",
    "be plan-driven",
    lambda facts: facts.plan_driven,
    reads=["field.stage_activity_id"],
)

applications: Final = AccountTable("applications", "the applications")
users: Final = AccountTable("users", "the users")
offices: Final = AccountTable("offices", "the offices")
conference_hosts: Final = AccountTable("conference_hosts", "the conference hosts")
email_templates: Final = AccountTable("email_templates", "the email templates")
scorecard_templates: Final = AccountTable("scorecard_templates", "the scorecard templates")
valid_organizers: Final = AccountTable("valid_organizers", "the valid organizers of the application's job")
interview_plans: Final = AccountTable("interview_plans", "the interview plan of the application's job")
