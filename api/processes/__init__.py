"""The processes of the service: who starts them, keeps them alive and stops them, and what each of them does."""
