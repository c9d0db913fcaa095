"""The site: one explicit list of pages."""

from fastapi import APIRouter

from api.pages import (
    about,
    assets,
    caseload,
    decide,
    entrance,
    history,
    home,
    matching,
    matchings,
    pair,
    participant,
    place,
    places,
    rules,
    search,
    suppose,
)

PAGES: tuple[APIRouter, ...] = (
    assets.router,
    home.router,
    entrance.router,
    about.router,
    caseload.router,
    participant.router,
    decide.router,
    history.router,
    pair.router,
    search.router,
    suppose.router,
    places.router,
    place.router,
    matchings.router,
    matching.router,
    rules.router,
)
