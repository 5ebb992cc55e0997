"""Every kind of message of the bot in both languages, as a text and as a picture."""
