"""The API description, made from the registry of commands: whatever is registered is described."""

from __future__ import annotations

from typing import Any

import msgspec

from app.commands import COMMANDS

TEXT, WHOLE, ANY = {"type": "string"}, {"type": "integer"}, {"type": "object"}
REFUSED = {
    "400": "invalid",
    "401": "not_signed_in",
    "403": "not_allowed",
    "404": "not_found",
    "409": "conflict or not_in_progress",
    "410": "too_old: take a snapshot",
    "429": "too_many: again after retry_after seconds",
    "503": "unavailable: nothing was done, again with the same id",
}


def description() -> dict[str, Any]:
    """OpenAPI 3.1."""
    names = sorted(name for name, entry in COMMANDS.items() if not entry.internal)
    forms, schemas = msgspec.json.schema_components(
        [COMMANDS[name].form for name in names], ref_template="#/components/schemas/{name}"
    )
    commands = [_command(name, form) for name, form in zip(names, forms, strict=True)]
    return {
        "openapi": "3.1.0",
        "info": {"title": "Diên Hồng", "version": "1"},
        "paths": _paths(),
        "components": {"schemas": {**schemas, "Command": {"oneOf": commands}, **_answers()}},
    }


def _form(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"type": "object", "required": sorted(required), "properties": {**required, **(optional or {})}}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _answers() -> dict[str, Any]:
    """What comes back."""
    me = _form({"person": TEXT, "may": {"type": "array", "items": TEXT}}, {"capacity": {"type": ["string", "null"]}})
    changes = {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": True}}
    actor = {"type": ["string", "null"]}
    entries = {"type": "array", "items": _ref("Entry")}
    read = {"stream": TEXT, "seq": WHOLE, "view": TEXT, "head": TEXT, "state": changes, "me": me, "server_time": TEXT}
    return {
        "Result": _form({"ok": {"const": True}, "seq": WHOLE, "result": _form({}, {"id": TEXT})}),
        "Refused": _form({"ok": {"const": False}, "error": _ref("Error")}),
        "Error": _form(
            {"code": TEXT, "message": TEXT},
            {
                "fields": {"type": "object", "additionalProperties": TEXT},
                "retry_after": {"type": "integer", "description": "seconds"},
            },
        ),
        "Entry": _form({"seq": WHOLE, "at": TEXT, "kind": TEXT, "actor": actor, "changes": changes}),
        "Entries": _form({"entries": entries, "seq": WHOLE, "head": TEXT}),
        "Snapshot": _form(read),
        "Meetings": _form({"meetings": {"type": "array", "items": ANY}}),
        "SignIn": _form({"username": TEXT, "password": TEXT}),
        "SignedIn": _form({"person": _form({"id": TEXT, "username": TEXT, "name": TEXT})}),
        "Me": _form({"person": ANY, "bodies": {"type": "array", "items": ANY}}),
        "File": _form({"file": TEXT, "name": TEXT}),
        "Done": _form({"ok": {"const": True}}),
    }


def _command(name: str, form: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "description": (COMMANDS[name].handler.__doc__ or "").strip(),
        "required": ["id", "stream", "name"],
        "properties": {
            "id": {"type": "string", "format": "uuid"},
            "stream": {"type": "string", "examples": [f"{COMMANDS[name].kind}:…"]},
            "name": {"const": name},
            "args": form,
        },
    }


def _call(
    summary: str, answer: str, *refusals: str, body: dict[str, Any] | None = None, asked: Any = ()
) -> dict[str, Any]:
    refused = {"application/json": {"schema": _ref("Refused")}}
    responses: dict[str, Any] = {
        "200": {"description": "OK", "content": {"application/json": {"schema": _ref(answer)}}},
        **{code: {"description": REFUSED[code], "content": refused} for code in refusals},
    }
    found: dict[str, Any] = {"summary": summary, "responses": responses}
    if body is not None:
        found["requestBody"] = {"required": True, "content": body}
    if asked:
        found["parameters"] = list(asked)
    return found


def _paths() -> dict[str, Any]:
    stream = {"name": "stream", "in": "path", "required": True, "schema": TEXT}

    def asked(name: str, kind: dict[str, str] = TEXT) -> dict[str, Any]:
        return {"name": name, "in": "query", "schema": kind}

    def json(name: str) -> dict[str, Any]:
        return {"application/json": {"schema": _ref(name)}}

    file = {"multipart/form-data": {"schema": _form({"file": {"type": "string", "format": "binary"}})}}
    since = [stream, asked("since", WHOLE), asked("view"), asked("limit", WHOLE)]
    return {
        "/api/session": {
            "post": _call("Sign in", "SignedIn", "400", "401", "403", "429", body=json("SignIn")),
            "delete": _call("Sign out", "Done", "403"),
        },
        "/api/me": {"get": _call("Who I am, in which bodies", "Me", "401", "429")},
        "/api/meetings": {
            "get": _call(
                "Meetings I may see, newest first",
                "Meetings",
                *("400", "401", "429"),
                asked=[asked("from"), asked("to"), asked("body")],
            )
        },
        "/api/streams/{stream}": {"get": _call("Snapshot", "Snapshot", "401", "404", "429", asked=[stream])},
        "/api/streams/{stream}/entries": {
            "get": _call("Entries since N", "Entries", "400", "401", "404", "410", "429", asked=since)
        },
        "/api/commands": {
            "post": _call(
                "One command",
                "Result",
                *("400", "401", "403", "404", "409", "429", "503"),
                body=json("Command"),
            )
        },
        "/api/files": {
            "post": _call(
                "A file, seen by nobody until a command uses it",
                "File",
                *("400", "401", "403", "429", "503"),
                body=file,
            )
        },
    }
