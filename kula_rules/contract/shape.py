"""What a payload must be, to be judged at all: JSON, an object, each field of its type.

Reading the payload finds these problems; the rules here give them their names, their words and their examples.
"""

from __future__ import annotations

import json

from ..jsontext import MAX_DEPTH, MAX_DIGITS, MAX_PLACES
from ..rules import shape_rule
from .examples import bad, good, sent

REST = "rest page, Request; the project's own code"

TEXT = json.dumps(sent())

SHAPE = (
    shape_rule(
        "invalid_json",
        "The text must be one JSON value (RFC 8259).",
        about=(
            "Not JSON are also NaN and Infinity, bytes that are not UTF-8, a lone surrogate escape and a second value. "
            f"Nesting over {MAX_DEPTH} levels, integers over {MAX_DIGITS} digits, and repeated keys whose places have "
            f"over {MAX_PLACES} characters in all are refused, whatever they mean."
        ),
        source=REST,
        good=(good(TEXT),),
        bad=(
            bad(TEXT[:-1] + ",}", ""),
            bad(TEXT.replace("45", "NaN"), ""),
        ),
    ),
    shape_rule(
        "not_an_object",
        "The payload must be a JSON object.",
        about="A request is one object; an array of requests has to be sent one by one.",
        source=REST,
        good=(good(sent()),),
        bad=(bad([sent()], ""),),
    ),
    shape_rule(
        "duplicate_key",
        "No object of the payload may hold a key twice.",
        about="Readers of JSON disagree on which of the values counts. Here the last one does, and checking goes on.",
        source=REST,
        good=(good(TEXT),),
        bad=(bad(TEXT[:-1] + ', "kind": "panel"}', "/kind"),),
    ),
    shape_rule(
        "invalid_type",
        "Every documented field must hold a value of its JSON type.",
        about=(
            "A number without a fractional part is an integer (45.0 is); a string never is. An id is a positive "
            "integer or a non-empty string. A null field counts as left out; a null in interviewer_ids is no id."
        ),
        source="tool page, Input Schema; the project's own code",
        good=(good(sent(duration_minutes=45.0, organizer_id="7")),),
        bad=(
            bad(sent(duration_minutes="45"), "/duration_minutes"),
            bad(sent(name=5), "/name"),
        ),
    ),
    shape_rule(
        "invalid_value",
        "A value of the right type must be a possible one.",
        about="An unlisted kind or location, the id 0, a negative id and the empty string as an id are not.",
        source="tool page, Input Schema; the project's own code",
        good=(good(sent(kind="panel")),),
        bad=(
            bad(sent(kind="panle"), "/kind"),
            bad(sent(scorecard_template_id=0), "/scorecard_template_id"),
        ),
    ),
)

UNKNOWN_FIELD = shape_rule(
    "unknown_field",
    "Every key of the request and of external should be one that the surface documents.",
    severity="warning",
    about="An undocumented key is ignored at best; usually a name is misspelled. The tool does not know external.",
    source="rest page, Two ways to schedule and External events; tool page, Input Schema",
    good=(good(sent(office_id=3, location="onsite")),),
    bad=(
        bad(sent(ofice_id=3), "/ofice_id"),
        bad(sent(external={"managed": False, "url": "x"}), "/external/url"),
    ),
)

APPLICATION_ID_MISMATCH = shape_rule(
    "application_id_mismatch",
    "application_id should be the application of the request's path, if both are given.",
    severity="warning",
    about="The path decides for which application the interview is scheduled; another one in the body is a mistake.",
    source="rest page, POST /v1/applications/:application_id/interviews",
    good=(good(sent(), application_id="501"),),
    bad=(bad(sent(application_id=502), "/application_id", application_id=501),),
)
