"""Who asks: people, their roles, and how the service knows them."""
