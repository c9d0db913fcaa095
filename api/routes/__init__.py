"""The resources of the API, a file each; `api.app.ROUTERS` lists them."""
