"""The site: one explicit list of pages."""

from fastapi import APIRouter

from api.pages import about, assets, caseload, entrance, home

PAGES: tuple[APIRouter, ...] = (
    assets.router,
    home.router,
    entrance.router,
    about.router,
    caseload.router,
)
