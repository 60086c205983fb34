"""What is too long for an entry: the list of the tablet whose turn it is, and the published ballot."""

from __future__ import annotations

import base64

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from app.policy import Actor, standing_in
from app.web.api import as_json
from app.web.page import page, reading
from app.wire import NotFound
from meetings import scopes
from voting.sealed.views import given_to, published_text

blueprint = Blueprint("sealed", __name__)


@page(blueprint, "/api/sealed/<vote>/list")
def box_list(who: Actor, vote: str) -> ResponseReturnValue:
    """To the tablet whose turn it is: the envelopes it opens, by digest, in base64."""
    with reading() as read:
        listed = given_to(read, vote, who.person)
    if listed is None:
        raise NotFound()
    return as_json({"envelopes": [base64.b64encode(one).decode() for one in listed]})


@page(blueprint, "/api/sealed/<vote>/bundle")
def bundle(who: Actor, vote: str) -> ResponseReturnValue:
    """The published ballot, exactly as its digest is of (docs/ballot-bundle.md)."""
    with reading() as read:
        found = published_text(read, vote)
        standing = standing_in(read, f"meeting:{found[0]}", who.person) if found else None
        seen = scopes.of_item(found[0], found[1], scopes.published(read, [found[0]])) if found else ()
    if found is None or standing is None or standing.scopes.isdisjoint(seen):
        raise NotFound()
    return Response(found[2], mimetype="application/json", headers={"Cache-Control": "no-store"})
