"""The document of the API as a plain page: no script, nothing from another host, so it works offline."""

import base64
import hashlib
import html
import json
from typing import Any

STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem;color:#1b1b1b;background:#fff}"
    "code,pre{font:.9rem/1.4 ui-monospace,monospace}pre{background:#f3f3f3;padding:.75rem;overflow:auto}"
    "section{border-top:1px solid #767676;padding-top:.5rem}table{border-collapse:collapse}"
    "th,td{text-align:left;vertical-align:top;padding:.2rem .8rem .2rem 0}.method{font-weight:700}"
)
POLICY = (
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-"
    + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    + "'"
)


def page(document: dict[str, Any]) -> str:
    """The whole page."""
    meta = '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    parts = [
        f'<!doctype html><html lang="en"><head>{meta}<title>leerwerk API</title>',
        f"<style>{STYLE}</style></head><body><main>",
        f"<h1>leerwerk API {_e(document['info']['version'])}</h1>",
        *(f"<p>{_e(text)}</p>" for text in document["info"]["description"].split("\n\n")),
        f"<p>Address: <code>{_e(document['servers'][0]['url'])}</code>.</p>",
        '<p><a href="openapi.json">The document for programs (openapi.json)</a>.</p>',
        _contents(document),
        *(
            _operation(path, method, operation)
            for path, item in document["paths"].items()
            for method, operation in item.items()
        ),
        "<h2>Schemas</h2>",
        *(
            f'<section id="schema-{_e(name)}"><h3>{_e(name)}</h3><pre>{_json(schema)}</pre></section>'
            for name, schema in document["components"]["schemas"].items()
        ),
        "</main></body></html>",
    ]
    return "\n".join(parts)


def _contents(document: dict[str, Any]) -> str:
    lines = ["<nav aria-label='Contents'>"]
    for tag in document["tags"]:
        lines.append(f"<h2>{_e(tag['name'])}</h2><p>{_e(tag['description'])}</p><ul>")
        for path, item in document["paths"].items():
            lines += [
                f'<li><a href="#{_e(one["operationId"])}"><code>{method.upper()} {_e(path)}</code></a> '
                f"{_e(one['summary'])}</li>"
                for method, one in item.items()
                if tag["name"] in one["tags"]
            ]
        lines.append("</ul>")
    return "".join([*lines, "</nav>"])


def _operation(path: str, method: str, operation: dict[str, Any]) -> str:
    rows = "".join(
        f"<tr><td><code>{_e(one['name'])}</code></td><td>{one['in']}</td><td>{_e(one.get('description', ''))}</td></tr>"
        for one in operation.get("parameters", ())
    )
    table = f"<table><tr><th>Parameter</th><th>In</th><th>What</th></tr>{rows}</table>" if rows else ""
    body = "".join(
        f"<h4>Body, <code>{_e(kind)}</code></h4>{_content(content)}"
        for kind, content in operation.get("requestBody", {}).get("content", {}).items()
    )
    answers = "".join(
        f"<h4>{status} {_e(told.get('description', ''))}</h4>"
        + "".join(_content(content) for content in told.get("content", {}).values())
        for status, told in operation["responses"].items()
        if "$ref" not in told
    )
    failures = ", ".join(status for status, told in operation["responses"].items() if "$ref" in told)
    return (
        f'<section id="{_e(operation["operationId"])}"><h3><span class="method">{method.upper()}</span> '
        f"<code>{_e(path)}</code></h3><p>{_e(operation.get('description', ''))}</p>{table}{body}{answers}"
        f"<p>Problems: {failures}.</p></section>"
    )


def _content(content: dict[str, Any]) -> str:
    named = json.dumps(content.get("schema", {})).split("#/components/schemas/")
    links = " ".join(
        f'<a href="#schema-{_e(name)}">{_e(name)}</a>' for name in (one.split('"')[0] for one in named[1:])
    )
    example = f"<pre>{_json(content['example'])}</pre>" if "example" in content else ""
    return f"<p>{links}</p>{example}"


def _json(content: Any) -> str:
    return _e(json.dumps(content, ensure_ascii=False, indent=1))


def _e(text: Any) -> str:
    return html.escape(str(text))
