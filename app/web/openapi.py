"""The API description, made from the registry of commands: whatever is registered is described."""

from __future__ import annotations

from typing import Any

import msgspec

from app.commands import COMMANDS

ERROR = {"$ref": "#/components/schemas/Error"}


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
        "components": {
            "schemas": {
                **schemas,
                "Command": {"oneOf": commands},
                "Result": {"type": "object", "required": ["ok"], "properties": {"ok": {"type": "boolean"}}},
                "Error": {
                    "type": "object",
                    "required": ["code", "message"],
                    "properties": {
                        "code": {"type": "string"},
                        "message": {"type": "string"},
                        "fields": {"type": "object", "additionalProperties": {"type": "string"}},
                        "retry_after": {"type": "integer", "description": "seconds"},
                    },
                },
            }
        },
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


def _paths() -> dict[str, Any]:
    answered = {"200": {"description": "OK"}}
    text = {"type": "string"}
    stream = {"name": "stream", "in": "path", "required": True, "schema": text}

    def asked(name: str) -> dict[str, Any]:
        return {"name": name, "in": "query", "schema": text}

    return {
        "/api/session": {"post": {"summary": "Sign in", "responses": answered}, "delete": {"responses": answered}},
        "/api/me": {"get": {"summary": "Who I am, in which bodies", "responses": answered}},
        "/api/meetings": {
            "get": {
                "summary": "Meetings I may see, newest first",
                "parameters": [asked("from"), asked("to"), asked("body")],
                "responses": answered,
            }
        },
        "/api/streams/{stream}": {"get": {"summary": "Snapshot", "parameters": [stream], "responses": answered}},
        "/api/streams/{stream}/entries": {
            "get": {
                "summary": "Entries since N",
                "parameters": [stream, asked("since"), asked("view"), asked("limit")],
                "responses": {**answered, "410": {"description": "too_old: take a snapshot"}},
            }
        },
        "/api/commands": {
            "post": {
                "summary": "One command",
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Command"}}}},
                "responses": answered,
            }
        },
        "/api/files": {"post": {"summary": "A file, seen by nobody until a command uses it", "responses": answered}},
    }
