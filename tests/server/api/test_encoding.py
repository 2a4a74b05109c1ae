"""Long answers come in less bytes to who accepts that, and are the same."""

import gzip

import httpx
import pytest
import zstandard

from themagraaf.api.encoding import chosen

ALL = "/sparql?formaat=csv&query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D"


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [
        ("", None),
        ("identity", None),
        ("gzip", "gzip"),
        ("gzip, zstd", "zstd"),
        ("zstd;q=0.5, gzip;q=0.9", "gzip"),
        ("zstd;q=0, gzip;q=0", None),
        ("*", "zstd"),
        ("*;q=0.1, zstd;q=0", "gzip"),
        ("GZIP ; q=1.000, br", "gzip"),
        ("gzip;q=2, onzin;;", None),
    ],
)
def test_the_caller_chooses(accept: str, encoding: str | None) -> None:
    assert chosen(accept) == encoding


def raw(client: httpx.Client, path: str, encoding: str) -> tuple[httpx.Response, bytes]:
    """Return an answer, and its bytes as they came over the line."""
    with client.stream("GET", path, headers={"Accept-Encoding": encoding}) as answer:
        return answer, b"".join(answer.iter_raw())


@pytest.mark.parametrize("path", ["/v1/kpis", "/", "/catalogus?formaat=turtle", ALL])
def test_what_comes_encoded_is_the_same(client: httpx.Client, path: str) -> None:
    plain, body = raw(client, path, "identity")
    as_gzip, gzipped = raw(client, path, "gzip")
    as_zstd, zstandarded = raw(client, path, "zstd")

    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert gzip.decompress(gzipped) == body
    assert zstandard.ZstdDecompressor().decompressobj().decompress(zstandarded) == body
    assert max(len(gzipped), len(zstandarded)) < len(body)
    etags = {answer.headers["ETag"] for answer in (plain, as_gzip, as_zstd)}
    assert len(etags) == 3


def test_what_is_held_encoded_is_known_again(client: httpx.Client) -> None:
    encoded, _ = raw(client, "/v1/kpis", "gzip")
    held = {"Accept-Encoding": "gzip", "If-None-Match": encoded.headers["ETag"]}

    again = client.get("/v1/kpis", headers=held)

    assert again.status_code == 304
    assert again.headers["ETag"] == encoded.headers["ETag"]


def test_what_is_short_or_no_text_comes_as_it_is(client: httpx.Client) -> None:
    short, _ = raw(client, "/health", "gzip")
    error, _ = raw(client, "/nergens", "gzip")

    assert "Content-Encoding" not in short.headers
    assert "Content-Encoding" not in error.headers


def test_the_head_tells_what_the_whole_would(client: httpx.Client) -> None:
    whole, _ = raw(client, "/v1/kpis", "gzip")
    head = client.head("/v1/kpis", headers={"Accept-Encoding": "gzip"})

    for name in ("Content-Length", "Content-Encoding", "ETag"):
        assert head.headers[name] == whole.headers[name]
