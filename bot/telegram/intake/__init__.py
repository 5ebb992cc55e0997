"""How updates come in: by polling or webhook, each answered before it is confirmed, none twice, none lost."""
