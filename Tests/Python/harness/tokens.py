# SPDX-License-Identifier: Apache-2.0
"""Tokens as an issuer would make them: HS256 and nothing else, with the standard library alone."""

import base64
import hashlib
import hmac
import json
import secrets
import time
from pathlib import Path

ISSUER = "https://issuer.example.com/"
AUDIENCE = "martlet"


def text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Issuer:
    """Signs tokens, and publishes its keys in a file."""

    def __init__(self, directory: Path):
        self.secret = secrets.token_bytes(32)
        self.path = directory / "jwks.json"
        self.publish()

    def publish(self) -> None:
        key = {"kty": "oct", "kid": "one", "alg": "HS256", "use": "sig", "k": text(self.secret)}
        self.path.write_text(json.dumps({"keys": [key]}))

    @property
    def arguments(self) -> list[str]:
        return [
            "--auth", "jwt", "--issuer", ISSUER, "--audience", AUDIENCE, "--jwks-file", str(self.path),
            "--provision", "auto", "--operators", "root",
        ]  # fmt: skip

    def token(self, subject: str, *, life: float = 3600, header: dict | None = None, **claims) -> str:
        payload = {"iss": ISSUER, "aud": AUDIENCE, "sub": subject, "exp": int(time.time() + life), **claims}
        payload = {key: value for key, value in payload.items() if value is not None}
        head = {"alg": "HS256", "typ": "JWT", "kid": "one", **(header or {})}
        signed = f"{text(json.dumps(head).encode())}.{text(json.dumps(payload).encode())}"
        return f"{signed}.{text(hmac.digest(self.secret, signed.encode(), hashlib.sha256))}"
