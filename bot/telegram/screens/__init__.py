"""Every message of the bot, as data made of the catalog and the knowledge base. Nothing here sends anything."""
