"""Which language an answer speaks: Dutch, unless the request says that it would rather have English."""

from starlette.requests import Request

LANGUAGES = ("nl", "en")
COOKIE = "leerwerk-lang"  # what someone chose in the pages


def asked(request: Request) -> str:
    """The language that a request asks: what was chosen in the pages, else what the header likes."""
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in LANGUAGES else language(request.headers.get("accept-language"))


def language(accepted: str | None) -> str:
    """The better liked of Dutch and English in an Accept-Language header; Dutch where it says nothing."""
    liked = dict.fromkeys(LANGUAGES, 0.0)
    for part in (accepted or "").split(","):
        name, _, weight = part.partition(";")
        tag = name.strip().lower().partition("-")[0]
        if tag in liked:
            liked[tag] = max(liked[tag], _quality(weight))
    return max(LANGUAGES, key=lambda lang: liked[lang])


def _quality(weight: str) -> float:
    name, _, number = weight.strip().partition("=")
    if not name:
        return 1.0
    try:
        return float(number) if name == "q" else 0.0
    except ValueError:
        return 0.0
