"""Headers of every answer: a strict Content-Security-Policy and its companions."""

from __future__ import annotations

from flask import Response, request

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "frame-src 'self'",
        "object-src 'none'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    ]
)
WITH_WASM = POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
"""For what unpacks scanned pages with WebAssembly: the reader's page and its worker, which has the policy of its own answer."""
PDF_WORKER = "/vendor/pdf.worker.mjs"


def dress(response: Response) -> Response:
    """Put the headers on; a page may have set a stricter policy of its own."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", WITH_WASM if request.path.endswith(PDF_WORKER) else POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(self), microphone=(), geolocation=()")
    if not request.path.startswith("/static/"):
        headers.setdefault("Cache-Control", "no-store")
    return response
