"""How many questions a second the bot answers beside bare echo bots, how late, and at what cost in CPU and memory."""
