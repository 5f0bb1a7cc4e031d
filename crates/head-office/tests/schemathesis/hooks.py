# Brings half of the requests past the doors that nobody passes by chance: the digest of the bytes, the batch's key,
# whose batch it is, the hash of each body. The other half stays as it was made up.
import base64
import hashlib
import json
import os

import schemathesis

OURS = {"v": 1, "principal": "DF", "dealer": "HB0732", "device_id": os.environ.get("SANBAO_DEVICE", "")}
NONCE = "0123456789abcdef0123456789abcdef"
CARD = '{"principal":"DF","unit":{"serial":"1"},"sale":{"sold_on":"2026-11-01"}}'


def is_plain(text):
    return isinstance(text, str) and 0 < len(text) <= 100 and text.isascii() and text.isprintable() and text.strip() == text


def named(body, field, name):
    return body[field] if is_plain(body.get(field)) else name


def fit_batch(body, own):
    """`own` tells this batch's ids from those of others."""
    batch = {**body, **OURS, "batch_id": named(body, "batch_id", f"b-{own}"), "epoch": named(body, "epoch", f"e-{own}")}
    for number, record in enumerate(batch.get("records") or [], 1):
        if isinstance(record, dict) and isinstance(record.get("body"), str):
            # Every other one is a card that may be kept.
            if number % 2:
                record.pop("base_rev", None)
                record.update(body=CARD, kind="card", seq=number, rev=1, schema=1)
                record["record_id"] = f"01940000-0000-7{number:03x}-8000-{own}"
            record["hash"] = hashlib.sha256(record["body"].encode("utf-8", "replace")).hexdigest()
    return batch


class Fit:
    """Sees the request as it goes out."""

    def __call__(self, request):
        bytes_ = request.body or b""
        bytes_ = bytes_.encode() if isinstance(bytes_, str) else bytes_
        half = hashlib.sha256(bytes_).digest()[0] % 2 == 0
        if half and request.method in ("POST", "PUT"):
            self.fit(request, bytes_)
        request.headers.setdefault("Sanbao-Request", NONCE)
        return request

    def fit(self, request, bytes_):
        request.headers.pop("Content-Encoding", None)
        path = request.path_url.split("?")[0]
        if path == "/v1/batches":
            bytes_ = self.batch(request, bytes_)
        if path.startswith("/v1/blobs/") and bytes_:
            request.headers["Content-Range"] = f"bytes 0-{len(bytes_) - 1}/{len(bytes_)}"
        digest = base64.b64encode(hashlib.sha256(bytes_).digest()).decode()
        request.headers["Content-Digest"] = f"sha-256=:{digest}:"

    def batch(self, request, bytes_):
        try:
            body = json.loads(bytes_)
        except ValueError:
            return bytes_
        if not isinstance(body, dict):
            return bytes_
        batch = fit_batch(body, hashlib.sha256(bytes_).hexdigest()[:12])
        bytes_ = json.dumps(batch).encode()
        request.body = bytes_
        request.headers["Content-Length"] = str(len(bytes_))
        request.headers["Idempotency-Key"] = batch["batch_id"]
        return bytes_


@schemathesis.hook
def before_call(context, case, kwargs):
    kwargs["auth"] = Fit()


@schemathesis.check
def answer_is_signed(ctx, response, case):
    nonce = response.request.headers.get("Sanbao-Request", "")
    whole = len(nonce) == 32 and all(c in "0123456789abcdefABCDEF" for c in nonce)
    assert not whole or "sanbao-signature" in response.headers, "no signature"
